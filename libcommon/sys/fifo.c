/* SPDX-License-Identifier: ISC */
#include "sys/fifo.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/io.h"

enum { DRAIN_MAX = 65536 };	/* bytes kept of one drain: a pipe's capacity */

static int
open_fifo(int at, const char *path, int flags)
{
	int fd = openat(at, path, flags | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;

	if (fd >= 0 && (fstat(fd, &st) < 0 || !S_ISFIFO(st.st_mode))) {
		errno = EINVAL;
		io_close(&fd);
	}
	return fd;
}

int
fifo_make(int at, const char *path, unsigned mode)
{
	if (mkfifoat(at, path, (mode_t)mode) == 0)
		return fchmodat(at, path, (mode_t)mode, 0);
	return errno == EEXIST ? 0 : -1;
}

int
fifo_open(int at, const char *path)
{
	return open_fifo(at, path, O_RDWR);
}

int
fifo_hold(int at, const char *path)
{
	return open_fifo(at, path, O_WRONLY);
}

int
fifo_send(int at, const char *path, struct span record)
{
	int fd = open_fifo(at, path, O_WRONLY);

	if (fd < 0)
		return -1;
	ssize_t n = write(fd, record.p, record.len);
	int err = n < 0 ? errno : 0;
	io_close(&fd);
	return err == 0 || err == EAGAIN ? 0 : (errno = err, -1);
}

bool
fifo_drain(int fd, struct buf *out)
{
	struct buf b = BUF_INIT;
	bool some = false;

	while (b.len < DRAIN_MAX && io_read(fd, &b, 4096) > 0)
		some = true;
	if (out != NULL)
		buf_addspan(out, buf_span(&b));
	buf_clear(&b);
	return some;
}
