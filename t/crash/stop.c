/* SPDX-License-Identifier: ISC
 *
 * stop - a preload shim that ends or holds a process at one of its system calls
 *
 * POSTERN_DIE=n		_exit at the n-th call, as a kill would
 * POSTERN_HOLD=call:file	before the first such call: makes file.reached and
 *				waits until file is there
 *
 * Calls are those that change or lock something, or talk to others. A child
 * counts on from its parent.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static void
hold(const char *file)
{
	static int held;
	char reached[4096];

	if (held)
		return;
	held = 1;
	snprintf(reached, sizeof(reached), "%s.reached", file);
	close(creat(reached, 0600));
	while (access(file, F_OK) < 0)
		poll(NULL, 0, 5);
}

static void
at(const char *call)
{
	static long calls;
	const char *die = getenv("POSTERN_DIE"), *at = getenv("POSTERN_HOLD");

	if (die != NULL && ++calls == strtol(die, NULL, 10))
		_exit(137);
	if (at != NULL && strncmp(at, call, strlen(call)) == 0 &&
	    at[strlen(call)] == ':')
		hold(at + strlen(call) + 1);
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

int
flock(int fd, int op)
{
	REAL(flock);
	return real(fd, op);
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
