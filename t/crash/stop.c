/* SPDX-License-Identifier: ISC
 *
 * stop - a preload shim that ends or holds a process at one of its system calls
 *
 * POSTERN_DIE=n		_exit at the n-th call, as a kill would
 * POSTERN_HOLD=call:file	before the first such call: makes file.reached and
 *				waits until file is there
 * POSTERN_NTH=n		not before the first such call, but the n-th
 * POSTERN_BLIND=1		after a lock, the name of the file seems to lead to
 *				what is locked, whatever became of it: as if the
 *				program did not look again
 *
 * Calls are those that change or lock something, or talk to others. A child
 * counts on from its parent.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static long die, nth = 1;
static bool blind;
static char hold_at[4096];

static long
number(const char *name, long otherwise)
{
	const char *s = getenv(name);

	return s != NULL ? strtol(s, NULL, 10) : otherwise;
}

/* Before the program cleans its environment. */
__attribute__((constructor)) static void
start(void)
{
	const char *s = getenv("POSTERN_HOLD");

	die = number("POSTERN_DIE", 0);
	nth = number("POSTERN_NTH", 1);
	blind = number("POSTERN_BLIND", 0) != 0;
	if (s != NULL)
		snprintf(hold_at, sizeof(hold_at), "%s", s);
}

static void
hold(const char *file)
{
	static long seen;
	char reached[5000];

	if (++seen != nth)
		return;
	snprintf(reached, sizeof(reached), "%s.reached", file);
	close(creat(reached, 0600));
	while (access(file, F_OK) < 0)
		poll(NULL, 0, 5);
}

static void
at(const char *call)
{
	static long calls;
	size_t n = strlen(call);

	if (++calls == die)
		_exit(137);
	if (strncmp(hold_at, call, n) == 0 && hold_at[n] == ':')
		hold(hold_at + n + 1);
}

#define REAL(name) \
	static __typeof__(name) *real; \
	if (real == NULL) \
		*(void **)&real = dlsym(RTLD_NEXT, #name); \
	at(#name)

int
openat(int dir, const char *path, int flags, ...)
{
	va_list ap;

	va_start(ap, flags);
	mode_t mode = flags & O_CREAT ? va_arg(ap, mode_t) : 0;
	va_end(ap);
	REAL(openat);
	return real(dir, path, flags, mode);
}

static int locked = -1;

int
flock(int fd, int op)
{
	REAL(flock);
	locked = real(fd, op) == 0 && op != LOCK_UN ? fd : -1;
	return locked < 0 && op != LOCK_UN ? -1 : 0;
}

int
fstatat(int dir, const char *path, struct stat *st, int flags)
{
	int fd = locked;

	REAL(fstatat);
	locked = -1;
	return fd >= 0 && blind ? fstat(fd, st) :
	    real(dir, path, st, flags);
}

int
unlinkat(int dir, const char *path, int flags)
{
	REAL(unlinkat);
	return real(dir, path, flags);
}

int
renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
	REAL(renameat2);
	return real(from, old, to, new, flags);
}

int
mkdirat(int dir, const char *path, mode_t mode)
{
	REAL(mkdirat);
	return real(dir, path, mode);
}

int
fsync(int fd)
{
	REAL(fsync);
	return real(fd);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	REAL(write);
	return real(fd, p, n);
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t off)
{
	REAL(pwrite);
	return real(fd, p, n, off);
}

int
ftruncate(int fd, off_t size)
{
	REAL(ftruncate);
	return real(fd, size);
}

ssize_t
sendmsg(int fd, const struct msghdr *m, int flags)
{
	REAL(sendmsg);
	return real(fd, m, flags);
}

ssize_t
recvmsg(int fd, struct msghdr *m, int flags)
{
	REAL(recvmsg);
	return real(fd, m, flags);
}
