/* SPDX-License-Identifier: ISC
 *
 * fault - a preload shim: lets the n-th file-system call of a program fail, or
 * kills the program there, and checks at every acknowledgement that what it
 * rests on was synced
 *
 * FAULT_PROG   only in programs with this name; others only pass it on
 * FAULT_AT     the number of the call, from 1; 0: none fails
 * FAULT_KIND   enospc, eio, emfile, eintr, short (a short read or write) or kill
 * FAULT_DIR    calls count that touch files below this directory
 * FAULT_SKIP   the number of a sync that is left out, as if it were not in the
 *              source: an acknowledgement must then be found wrong
 * FAULT_LOG    a file that gets a line for each event: "call N PROG NAME",
 *              "fault ...", "unsynced ACK what"
 *
 * It goes with every exec, whatever environment the program gives its child.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ITEMS = 256, VARS = 8, TEXT = 512 };

/* A file with bytes, or a directory with names, that are not synced. */
struct dirty {
	dev_t	dev;
	ino_t	ino;
	char	what[64];
};

static struct {
	char	prog[64], only[64], kind[16], dir[TEXT], log[TEXT], lib[TEXT];
	long	at, skip;
	bool	active;
	char	vars[VARS][TEXT];
	size_t	nvars;
} conf;

/* Shared by the process and what it forks: numbers go on, as in one program. */
static long calls, syncs;
static struct dirty dirty[ITEMS];
static size_t ndirty;

#define REAL(name) \
	static __typeof__(name) *real; \
	if (real == NULL) \
		real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static void
say(const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	if (conf.log[0] == '\0')
		return;
	va_start(ap, fmt);
	int n = vsnprintf(line, sizeof(line) - 1, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if (n > (int)sizeof(line) - 2)
		n = sizeof(line) - 2;
	line[n++] = '\n';
	int fd = (int)syscall(SYS_openat, AT_FDCWD, conf.log,
	    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (fd >= 0) {
		syscall(SYS_write, fd, line, (size_t)n);
		syscall(SYS_close, fd);
	}
}

static void
keep(const char *name, char *value, size_t room)
{
	const char *v = getenv(name);

	if (v == NULL)
		return;
	if (value != NULL)
		snprintf(value, room, "%s", v);
	if (conf.nvars < VARS)
		snprintf(conf.vars[conf.nvars++], TEXT, "%s=%s", name, v);
}

__attribute__((constructor)) static void
start(void)
{
	char number[32] = "0";
	ssize_t n = readlink("/proc/self/exe", conf.prog, sizeof(conf.prog) - 1);

	if (n > 0) {
		char *slash = memrchr(conf.prog, '/', (size_t)n);

		conf.prog[n] = '\0';
		if (slash != NULL)
			memmove(conf.prog, slash + 1, strlen(slash + 1) + 1);
	}
	keep("LD_PRELOAD", conf.lib, sizeof(conf.lib));
	keep("FAULT_PROG", conf.only, sizeof(conf.only));
	keep("FAULT_KIND", conf.kind, sizeof(conf.kind));
	keep("FAULT_DIR", conf.dir, sizeof(conf.dir));
	keep("FAULT_LOG", conf.log, sizeof(conf.log));
	keep("FAULT_AT", number, sizeof(number));
	conf.at = atol(number);
	snprintf(number, sizeof(number), "0");
	keep("FAULT_SKIP", number, sizeof(number));
	conf.skip = atol(number);
	keep("ASAN_OPTIONS", NULL, 0);	/* a sanitizer wants to know of us */
	conf.active = conf.only[0] != '\0' && strcmp(conf.only, conf.prog) == 0;
}

/* -- which calls count -- */

static bool
path_counts(int at, const char *path)
{
	char full[1024], link[64];
	size_t n = strlen(conf.dir);

	if (!conf.active || n == 0)
		return false;
	if (path != NULL && path[0] == '/')
		return strncmp(path, conf.dir, n) == 0;
	if (at == AT_FDCWD)
		snprintf(link, sizeof(link), "/proc/self/cwd");
	else
		snprintf(link, sizeof(link), "/proc/self/fd/%d", at);
	ssize_t len = readlink(link, full, sizeof(full) - 1);
	if (len <= 0)
		return false;
	full[len] = '\0';
	return strncmp(full, conf.dir, n) == 0;
}

static bool
fd_counts(int fd)
{
	return path_counts(fd, NULL);
}

/* Counts the call; true when this is the one, with errno set. short_ok: the
 * caller can do less than it was asked for. */
static bool
fails(const char *name, bool *shorter)
{
	static const struct {
		const char *kind;
		int	    err;
	} errors[] = { { "enospc", ENOSPC }, { "eio", EIO },
	    { "emfile", EMFILE }, { "eintr", EINTR } };

	calls++;
	say("call %ld %s %s", calls, conf.prog, name);
	if (calls != conf.at)
		return false;
	say("fault %s %s %s", conf.prog, name, conf.kind);
	if (strcmp(conf.kind, "kill") == 0)
		kill(getpid(), SIGKILL);
	if (strcmp(conf.kind, "short") == 0) {
		if (shorter != NULL)
			*shorter = true;
		return false;
	}
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strcmp(conf.kind, errors[i].kind) == 0) {
			errno = errors[i].err;
			return true;
		}
	return false;
}

/* -- what is not synced -- */

static void
soil(const struct stat *st, const char *what)
{
	for (size_t i = 0; i < ndirty; i++)
		if (dirty[i].dev == st->st_dev && dirty[i].ino == st->st_ino)
			return;
	if (ndirty == ITEMS)
		return;
	dirty[ndirty] = (struct dirty){ st->st_dev, st->st_ino, "" };
	snprintf(dirty[ndirty++].what, sizeof(dirty[0].what), "%s", what);
}

/* What has no name is gone after a crash anyway. */
static void
soil_fd(int fd)
{
	struct stat st;

	if (fd_counts(fd) && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_nlink > 0)
		soil(&st, "bytes of a file");
}

/* The directory of the name. */
static void
soil_name(int at, const char *path)
{
	char dir[1024];
	struct stat st;

	snprintf(dir, sizeof(dir), "%s", path);
	char *slash = strrchr(dir, '/');
	if (slash != NULL)
		*slash = '\0';
	else
		snprintf(dir, sizeof(dir), ".");
	size_t n = strlen(dir);
	if (n > 4 && strcmp(dir + n - 4, "/tmp") == 0)
		return;		/* what lies in a Maildir's tmp is no mail yet */
	if (fstatat(at, dir, &st, 0) == 0) {
		char what[64];

		snprintf(what, sizeof(what), "names in %.50s", dir);
		soil(&st, what);
	}
}

/* A file that is gone needs no sync. */
static void
forget(const struct stat *st)
{
	for (size_t i = 0; i < ndirty; i++)
		if (dirty[i].dev == st->st_dev && dirty[i].ino == st->st_ino) {
			dirty[i] = dirty[--ndirty];
			return;
		}
}

static void
check_clean(const char *ack)
{
	for (size_t i = 0; i < ndirty; i++)
		say("unsynced %s %s: %s", conf.prog, ack, dirty[i].what);
}

/* -- acknowledgements -- */

static bool
holds(const char *p, size_t n, const char *text)
{
	return memmem(p, n, text, strlen(text)) != NULL;
}

/* K of a door; a success in a report of an agent; 250 to the end of data. */
static void
check_ack(const void *p, size_t n)
{
	if (!conf.active || n > 4096)
		return;
	if (strcmp(conf.prog, "cleanup") == 0 ||
	    strcmp(conf.prog, "postdrop") == 0) {
		if (holds(p, n, ":K"))
			check_clean("K");
	} else if (strcmp(conf.prog, "smtpd") == 0) {
		if (holds(p, n, "250 2.0.0 Ok: queued"))
			check_clean("250");
	} else if (holds(p, n, ":r") && holds(p, n, " K 2.")) {
		check_clean("report");
	}
}

/* -- the calls -- */

static int
open_at(int at, const char *path, int flags, mode_t mode)
{
	struct stat st;

	if (!path_counts(at, path))
		return (int)syscall(SYS_openat, at, path, flags, mode);
	if (fails("open", NULL))
		return -1;
	bool new = (flags & O_CREAT) &&
	    fstatat(at, path, &st, AT_SYMLINK_NOFOLLOW) < 0;
	int fd = (int)syscall(SYS_openat, at, path, flags, mode);
	if (fd >= 0 && new)
		soil_name(at, path);
	return fd;
}

static mode_t
mode_of(int flags, va_list ap)
{
	return flags & (O_CREAT | __O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

int
open(const char *path, int flags, ...)
{
	va_list ap;

	va_start(ap, flags);
	mode_t mode = mode_of(flags, ap);
	va_end(ap);
	return open_at(AT_FDCWD, path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
	va_list ap;

	va_start(ap, flags);
	mode_t mode = mode_of(flags, ap);
	va_end(ap);
	return open_at(AT_FDCWD, path, flags, mode);
}

int
openat(int at, const char *path, int flags, ...)
{
	va_list ap;

	va_start(ap, flags);
	mode_t mode = mode_of(flags, ap);
	va_end(ap);
	return open_at(at, path, flags, mode);
}

int
openat64(int at, const char *path, int flags, ...)
{
	va_list ap;

	va_start(ap, flags);
	mode_t mode = mode_of(flags, ap);
	va_end(ap);
	return open_at(at, path, flags, mode);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	bool shorter = false;

	if (!fd_counts(fd)) {
		check_ack(p, n);
		return syscall(SYS_write, fd, p, n);
	}
	if (fails("write", &shorter))
		return -1;
	ssize_t r = syscall(SYS_write, fd, p, shorter && n > 1 ? n / 2 : n);
	if (r > 0)
		soil_fd(fd);
	return r;
}

static ssize_t
pwrite_at(int fd, const void *p, size_t n, off_t at)
{
	bool shorter = false;

	if (!fd_counts(fd))
		return syscall(SYS_pwrite64, fd, p, n, at);
	if (fails("pwrite", &shorter))
		return -1;
	ssize_t r = syscall(SYS_pwrite64, fd, p, shorter && n > 1 ? n / 2 : n,
	    at);
	if (r > 0)
		soil_fd(fd);
	return r;
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	return pwrite_at(fd, p, n, at);
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off_t at)
{
	return pwrite_at(fd, p, n, at);
}

ssize_t
read(int fd, void *p, size_t n)
{
	bool shorter = false;

	if (fd_counts(fd) && fails("read", &shorter))
		return -1;
	return syscall(SYS_read, fd, p, shorter && n > 1 ? 1 : n);
}

static ssize_t
pread_at(int fd, void *p, size_t n, off_t at)
{
	bool shorter = false;

	if (fd_counts(fd) && fails("pread", &shorter))
		return -1;
	return syscall(SYS_pread64, fd, p, shorter && n > 1 ? 1 : n, at);
}

ssize_t
pread(int fd, void *p, size_t n, off_t at)
{
	return pread_at(fd, p, n, at);
}

ssize_t
pread64(int fd, void *p, size_t n, off_t at)
{
	return pread_at(fd, p, n, at);
}

static int
sync_fd(int fd, long number)
{
	struct stat st;

	if (!fd_counts(fd))
		return (int)syscall(number, fd);
	if (fails("sync", NULL))
		return -1;
	if (++syncs == conf.skip) {
		say("skipped sync %ld", syncs);
		return 0;
	}
	int r = (int)syscall(number, fd);
	if (r == 0 && fstat(fd, &st) == 0)
		forget(&st);
	return r;
}

int
fsync(int fd)
{
	return sync_fd(fd, SYS_fsync);
}

int
fdatasync(int fd)
{
	return sync_fd(fd, SYS_fdatasync);
}

static int
rename_at(int from_at, const char *from, int to_at, const char *to,
    unsigned flags)
{
	bool counts = path_counts(to_at, to);

	if (counts && fails("rename", NULL))
		return -1;
	int r = (int)syscall(SYS_renameat2, from_at, from, to_at, to, flags);
	if (r == 0 && counts)
		soil_name(to_at, to);
	return r;
}

int
rename(const char *from, const char *to)
{
	return rename_at(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
renameat(int from_at, const char *from, int to_at, const char *to)
{
	return rename_at(from_at, from, to_at, to, 0);
}

int
renameat2(int from_at, const char *from, int to_at, const char *to,
    unsigned flags)
{
	return rename_at(from_at, from, to_at, to, flags);
}

static int
link_at(int from_at, const char *from, int to_at, const char *to, int flags)
{
	bool counts = path_counts(to_at, to);

	if (counts && fails("link", NULL))
		return -1;
	int r = (int)syscall(SYS_linkat, from_at, from, to_at, to, flags);
	if (r == 0 && counts)
		soil_name(to_at, to);
	return r;
}

int
link(const char *from, const char *to)
{
	return link_at(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
linkat(int from_at, const char *from, int to_at, const char *to, int flags)
{
	return link_at(from_at, from, to_at, to, flags);
}

static int
unlink_at(int at, const char *path, int flags)
{
	struct stat st;
	bool known = fstatat(at, path, &st, AT_SYMLINK_NOFOLLOW) == 0;

	if (path_counts(at, path) && fails("unlink", NULL))
		return -1;
	int r = (int)syscall(SYS_unlinkat, at, path, flags);
	if (r == 0 && known && st.st_nlink <= 1)
		forget(&st);
	return r;
}

int
unlink(const char *path)
{
	return unlink_at(AT_FDCWD, path, 0);
}

int
unlinkat(int at, const char *path, int flags)
{
	return unlink_at(at, path, flags);
}

int
rmdir(const char *path)
{
	return unlink_at(AT_FDCWD, path, AT_REMOVEDIR);
}

static int
mkdir_at(int at, const char *path, mode_t mode)
{
	bool counts = path_counts(at, path);

	if (counts && fails("mkdir", NULL))
		return -1;
	int r = (int)syscall(SYS_mkdirat, at, path, mode);
	if (r == 0 && counts)
		soil_name(at, path);
	return r;
}

int
mkdir(const char *path, mode_t mode)
{
	return mkdir_at(AT_FDCWD, path, mode);
}

int
mkdirat(int at, const char *path, mode_t mode)
{
	return mkdir_at(at, path, mode);
}

static int
truncate_fd(int fd, off_t size)
{
	if (fd_counts(fd) && fails("ftruncate", NULL))
		return -1;
	int r = (int)syscall(SYS_ftruncate, fd, size);
	if (r == 0)
		soil_fd(fd);
	return r;
}

int
ftruncate(int fd, off_t size)
{
	return truncate_fd(fd, size);
}

int
ftruncate64(int fd, off_t size)
{
	return truncate_fd(fd, size);
}

ssize_t
sendmsg(int sock, const struct msghdr *m, int flags)
{
	if (m->msg_iovlen > 0)
		check_ack(m->msg_iov[0].iov_base, m->msg_iov[0].iov_len);
	return syscall(SYS_sendmsg, sock, m, flags);
}

ssize_t
send(int sock, const void *p, size_t n, int flags)
{
	check_ack(p, n);
	return syscall(SYS_sendto, sock, p, n, flags, NULL, 0);
}

/* -- programs that are started -- */

static bool
is_ours(const char *entry)
{
	for (size_t i = 0; i < conf.nvars; i++) {
		size_t name = strcspn(conf.vars[i], "=") + 1;

		if (strncmp(entry, conf.vars[i], name) == 0)
			return true;
	}
	return false;
}

static int
exec_with(const char *path, char *const *argv, char *const *envp)
{
	size_t n = 0, kept = 0;

	REAL(execve);
	while (envp[n] != NULL)
		n++;
	char **env = calloc(n + conf.nvars + 1, sizeof(*env));
	if (env == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!is_ours(envp[i]))
			env[kept++] = envp[i];
	for (size_t i = 0; i < conf.nvars; i++)
		env[kept++] = conf.vars[i];
	real(path, argv, env);
	int err = errno;
	free(env);
	errno = err;
	return -1;
}

int
execve(const char *path, char *const *argv, char *const *envp)
{
	return exec_with(path, argv, envp);
}

int
execv(const char *path, char *const *argv)
{
	extern char **environ;

	return exec_with(path, argv, environ);
}
