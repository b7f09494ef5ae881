/* SPDX-License-Identifier: ISC */
#include "sys/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "sys/io.h"

int
file_open_dir(int at, const char *path)
{
	return openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int
file_sync(int fd)
{
	int r;

	do
		r = fsync(fd);
	while (r < 0 && errno == EINTR);
	return r;
}

void
file_start_sync(int fd)
{
	int saved = errno;

	sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	errno = saved;
}

int
file_sync_data(int fd)
{
	int r;

	do
		r = fdatasync(fd);
	while (r < 0 && errno == EINTR);
	return r;
}

int
file_sync_dir(int at, const char *path)
{
	int fd = file_open_dir(at, path);

	if (fd < 0)
		return -1;
	int r = file_sync(fd);
	io_close(&fd);
	return r;
}

int
file_move(int from_at, const char *from, int to_at, const char *to)
{
	if (renameat2(from_at, from, to_at, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
		return -1;
	if (linkat(from_at, from, to_at, to, 0) < 0)
		return -1;
	return unlinkat(from_at, from, 0);
}

static int
read_all(int fd, struct buf *b, size_t max)
{
	size_t start = b->len;
	ssize_t n;

	while ((n = io_read(fd, b, 65536)) > 0)
		if (b->len - start > max) {
			buf_cut(b, start);
			return errno = EFBIG, -1;
		}
	return n < 0 ? -1 : 0;
}

int
file_read(int at, const char *path, struct buf *b, size_t max)
{
	int fd = openat(at, path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return -1;
	int r = read_all(fd, b, max);
	io_close(&fd);
	return r;
}

bool
file_is(int fd, int at, const char *name)
{
	struct stat open, there;

	return fstat(fd, &open) == 0 &&
	    fstatat(at, name, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
	    open.st_dev == there.st_dev && open.st_ino == there.st_ino;
}

static int
write_synced(int fd, struct span data, mode_t mode)
{
	if (fchmod(fd, mode) < 0 || io_write(fd, data) < 0)
		return -1;
	return file_sync(fd);
}

/* The directory of path: "." without a slash. The caller frees it. */
static char *
dir_of(const char *path)
{
	size_t slash = span_rfind(span_str(path), '/');

	if (slash == SPAN_NONE)
		return mem_str(".");
	return mem_strn(path, slash > 0 ? slash : 1);
}

int
file_replace(const char *path, struct span data, mode_t mode)
{
	char *tmp = mem_fmt("%s.XXXXXX", path), *dir = dir_of(path);
	int fd = mkostemp(tmp, O_CLOEXEC), r = -1;

	if (fd >= 0) {
		r = write_synced(fd, data, mode);
		io_close(&fd);
		if (r == 0)
			r = rename(tmp, path);
		if (r == 0)
			r = file_sync_dir(AT_FDCWD, dir);
		else
			unlink(tmp);
	}
	free(tmp);
	free(dir);
	return r;
}

int
file_nameless(int at, const char *dir)
{
	int fd = openat(at, dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR ||
	    errno == EINVAL))
		fd = memfd_create("content", MFD_CLOEXEC);
	return fd;
}

int
file_anonymous(const char *label)
{
	return memfd_create(label, 0);
}
