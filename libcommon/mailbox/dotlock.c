/* SPDX-License-Identifier: ISC */
#include "mailbox/dotlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "sys/io.h"

/* Two that find the same stale lock may both remove it, the second one the
 * first one's new lock: therefore never trust a dot lock alone. */
static void
drop_stale(const char *path, int64_t stale)
{
	struct stat st;

	if (lstat(path, &st) == 0 && (int64_t)st.st_mtime + stale < time(NULL))
		unlink(path);
}

static int
create(struct dotlock *l)
{
	struct stat st;
	int fd = open(l->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return -1;
	int r = fstat(fd, &st);
	io_close(&fd);
	if (r < 0)
		return -1;
	l->dev = st.st_dev;
	l->ino = st.st_ino;
	return 0;
}

int
dotlock_take(struct dotlock *l, const char *file, int64_t stale)
{
	l->path = mem_fmt("%s.lock", file);
	if (create(l) == 0)
		return 0;
	if (errno == EEXIST) {
		drop_stale(l->path, stale);
		if (create(l) == 0)
			return 0;
	}
	int err = errno;
	free(l->path);
	l->path = NULL;
	return errno = err, -1;
}

void
dotlock_release(struct dotlock *l)
{
	struct stat st;

	if (l->path == NULL)
		return;
	if (lstat(l->path, &st) == 0 && st.st_dev == l->dev &&
	    st.st_ino == l->ino)
		unlink(l->path);
	free(l->path);
	l->path = NULL;
}
