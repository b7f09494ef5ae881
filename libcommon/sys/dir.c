/* SPDX-License-Identifier: ISC */
#include "sys/dir.h"

#include <errno.h>

#include "sys/file.h"
#include "sys/io.h"

bool
dir_open(struct dir *d, int at, const char *path)
{
	int fd = file_open_dir(at, path);

	if (fd < 0)
		return false;
	d->handle = fdopendir(fd);
	if (d->handle == NULL)
		io_close(&fd);
	return d->handle != NULL;
}

const char *
dir_next(struct dir *d)
{
	struct dirent *e;

	do {
		errno = 0;
		e = readdir(d->handle);
	} while (e != NULL && e->d_name[0] == '.');
	return e != NULL ? e->d_name : NULL;
}

int
dir_fd(const struct dir *d)
{
	return dirfd(d->handle);
}

void
dir_close(struct dir *d)
{
	int saved = errno;

	if (d->handle != NULL)
		closedir(d->handle);
	d->handle = NULL;
	errno = saved;
}
