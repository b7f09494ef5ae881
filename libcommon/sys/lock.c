/* SPDX-License-Identifier: ISC */
#include "sys/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "sys/file.h"
#include "sys/io.h"

int
lock_take(int fd, bool wait)
{
	int r;

	do
		r = flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB));
	while (r < 0 && errno == EINTR);
	return r;
}

int
lock_share(int fd)
{
	int r;

	do
		r = flock(fd, LOCK_SH);
	while (r < 0 && errno == EINTR);
	return r;
}

int
lock_release(int fd)
{
	return flock(fd, LOCK_UN);
}

int
lock_open(int at, const char *name, int flags, bool wait)
{
	for (;;) {
		int fd = openat(at, name, flags | O_CLOEXEC | O_NOFOLLOW, 0600);

		if (fd < 0)
			return -1;
		if (lock_take(fd, wait) < 0) {
			io_close(&fd);
			return -1;
		}
		if (file_is(fd, at, name))
			return fd;
		io_close(&fd);
	}
}

int
lock_fcntl(int fd, bool wait)
{
	struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int r;

	do
		r = fcntl(fd, wait ? F_SETLKW : F_SETLK, &fl);
	while (r < 0 && errno == EINTR);
	if (r < 0 && errno == EACCES)
		errno = EWOULDBLOCK;
	return r;
}

int
lock_fcntl_release(int fd)
{
	struct flock fl = { .l_type = F_UNLCK, .l_whence = SEEK_SET };

	return fcntl(fd, F_SETLK, &fl);
}
