/* SPDX-License-Identifier: ISC */
#include "sys/io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

ssize_t
io_read(int fd, struct buf *b, size_t max)
{
	ssize_t n;

	do
		n = read(fd, buf_room(b, max), max);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		buf_grew(b, (size_t)n);
	return n;
}

ssize_t
io_pread(int fd, struct buf *b, size_t max, uint64_t at)
{
	ssize_t n;

	do
		n = pread(fd, buf_room(b, max), max, (off_t)at);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		buf_grew(b, (size_t)n);
	return n;
}

int
io_write(int fd, struct span s)
{
	while (s.len > 0) {
		ssize_t n = write(fd, s.p, s.len);

		if (n > 0)
			s = span_from(s, (size_t)n);
		else if (n == 0)
			return errno = ENOSPC, -1;
		else if (errno == EAGAIN)
			io_wait(fd, POLLOUT, -1);
		else if (errno != EINTR)
			return -1;
	}
	return 0;
}

int
io_pwrite(int fd, struct span s, uint64_t at)
{
	while (s.len > 0) {
		ssize_t n = pwrite(fd, s.p, s.len, (off_t)at);

		if (n > 0) {
			s = span_from(s, (size_t)n);
			at += (uint64_t)n;
		} else if (n == 0) {
			return errno = ENOSPC, -1;
		} else if (errno != EINTR) {
			return -1;
		}
	}
	return 0;
}

ssize_t
io_write_some(int fd, struct span s)
{
	ssize_t n;

	do
		n = write(fd, s.p, s.len);
	while (n < 0 && errno == EINTR);
	return n < 0 && errno == EAGAIN ? 0 : n;
}

int
io_nonblock(int fd, bool on)
{
	int fl = fcntl(fd, F_GETFL);

	if (fl < 0)
		return -1;
	return fcntl(fd, F_SETFL, on ? fl | O_NONBLOCK : fl & ~O_NONBLOCK);
}

int
io_cloexec(int fd, bool on)
{
	return fcntl(fd, F_SETFD, on ? FD_CLOEXEC : 0);
}

int
io_pipe(int fd[2])
{
	return pipe2(fd, O_CLOEXEC);
}

int
io_socketpair(int type, int fd[2])
{
	return socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fd);
}

int
io_wait(int fd, short events, int timeout_ms)
{
	struct pollfd p = { .fd = fd, .events = events };
	int n;

	do
		n = poll(&p, 1, timeout_ms);
	while (n < 0 && errno == EINTR);
	return n;
}

void
io_close(int *fd)
{
	int saved = errno;

	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	errno = saved;
}
