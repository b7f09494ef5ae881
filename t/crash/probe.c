/* SPDX-License-Identifier: ISC
 *
 * probe - a preload shim that tries, within a session of smtpd, what it may not
 *
 * PROBE_DIR is a directory with a file "victim" in it, where everybody may
 * write, and a file "result" of some thousand bytes, which gets one line for
 * each attempt: "NAME ok", or "NAME" and the error. A session is known by its
 * call of alarm, the first thing that it does for a client.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RESULT_SIZE = 4096 };

static char *result, dir[80], victim[300], fresh[300];

static void __attribute__((constructor))
start(void)
{
	const char *d = getenv("PROBE_DIR");
	char path[300];

	if (d == NULL)
		return;
	snprintf(dir, sizeof(dir), "%s", d);
	snprintf(path, sizeof(path), "%s/result", dir);
	snprintf(victim, sizeof(victim), "%s/victim", dir);
	snprintf(fresh, sizeof(fresh), "%s/fresh", dir);
	int fd = open(path, O_RDWR);
	if (fd < 0)
		return;
	result = mmap(NULL, RESULT_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
	    fd, 0);
	close(fd);
	if (result == MAP_FAILED)
		result = NULL;
}

static int
closing(int fd)
{
	if (fd >= 0)
		close(fd);
	return fd;
}

static int
try_exec(void)
{
	char path[] = "/bin/true", *argv[] = { path, NULL };

	return execve(path, argv, NULL);
}

static int
try_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid < 0 ? -1 : waitpid(pid, NULL, 0);
}

static int
try_clone3(void)
{
	struct { unsigned long long a[8]; } args = { { 0 } };
	long r = syscall(SYS_clone3, &args, sizeof(args));

	if (r == 0)
		_exit(0);
	return (int)r;
}

static int try_ptrace(void) { return (int)ptrace(PTRACE_SEIZE, getppid(), 0, 0); }
static int try_kill(void) { return kill(getppid(), 0); }
static int try_write(void) { return closing(open(victim, O_WRONLY)); }
static int try_append(void) { return closing(open(victim, O_RDWR | O_APPEND)); }
static int try_create(void) { return closing(open(fresh, O_RDONLY | O_CREAT, 0600)); }
static int try_truncate(void) { return truncate(victim, 0); }
static int try_rename(void) { return rename(victim, fresh); }
static int try_unlink(void) { return unlink(victim); }
static int try_link(void) { return link(victim, fresh); }
static int try_symlink(void) { return symlink(victim, fresh); }
static int try_mkdir(void) { return mkdir(fresh, 0700); }
static int try_chmod(void) { return chmod(victim, 0777); }
static int try_fifo(void) { return mkfifo(fresh, 0600); }
static int try_userns(void) { return unshare(CLONE_NEWUSER); }
static int try_mount(void) { return mount("none", dir, "nosuch", 0, NULL); }
static int try_uring(void) { return closing((int)syscall(SYS_io_uring_setup, 1, NULL)); }
static int try_packet(void) { return closing(socket(AF_VSOCK, SOCK_STREAM, 0)); }

static int
try_bind(void)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(un.sun_path, sizeof(un.sun_path), "%s/s", dir);
	int r = bind(fd, (void *)&un, sizeof(un)), err = errno;
	close(fd);
	errno = err;
	return r;
}

static int may_read(void) { return closing(open(victim, O_RDONLY)); }
static int may_socket(void) { return closing(socket(AF_INET, SOCK_DGRAM, 0)); }
static int may_dlopen(void) { return dlopen("libm.so.6", RTLD_NOW) != NULL ? 0 : -1; }

static int
may_resolve(void)
{
	struct addrinfo *ai;
	int r = getaddrinfo("127.0.0.1", "25", NULL, &ai);

	if (r == 0)
		freeaddrinfo(ai);
	return r == 0 ? 0 : -1;
}

static void *
nothing(void *arg)
{
	return arg;
}

static int
may_thread(void)
{
	pthread_t t;
	int r = pthread_create(&t, NULL, nothing, NULL);

	return r == 0 ? pthread_join(t, NULL) : (errno = r, -1);
}

static int
may_map(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? -1 : munmap(p, 4096);
}

static const struct {
	const char *name;
	int	  (*run)(void);
} attempts[] = {
	{ "fork", try_fork }, { "clone3", try_clone3 },
	{ "ptrace", try_ptrace }, { "kill", try_kill },
	{ "write", try_write }, { "append", try_append },
	{ "create", try_create }, { "truncate", try_truncate },
	{ "rename", try_rename }, { "unlink", try_unlink },
	{ "link", try_link }, { "symlink", try_symlink },
	{ "mkdir", try_mkdir }, { "chmod", try_chmod }, { "fifo", try_fifo },
	{ "bind", try_bind }, { "userns", try_userns },
	{ "mount", try_mount }, { "uring", try_uring },
	{ "vsock", try_packet },
	{ "may_read", may_read }, { "may_socket", may_socket },
	{ "may_dlopen", may_dlopen }, { "may_resolve", may_resolve },
	{ "may_thread", may_thread }, { "may_map", may_map },
	{ "exec", try_exec },		/* last: it may succeed */
};

static void
probe(void)
{
	char *to = result;

	for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
		errno = 0;
		int r = attempts[i].run();
		to += snprintf(to, 60, "%s %s\n", attempts[i].name,
		    r >= 0 ? "ok" : strerrorname_np(errno));
	}
	strcpy(to, "done\n");
	result = NULL;
}

unsigned
alarm(unsigned seconds)
{
	static unsigned (*real)(unsigned);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "alarm");
	if (result != NULL && seconds > 0)
		probe();
	return real(seconds);
}
