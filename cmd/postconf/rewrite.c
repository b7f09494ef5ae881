/* SPDX-License-Identifier: ISC */
#include "rewrite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "base/ascii.h"
#include "base/mem.h"
#include "sys/file.h"
#include "sys/io.h"
#include "sys/lock.h"

enum { FAILURE = 1, FILE_MAX = 64 << 20, MODE_BITS = 07777 };

void
rewrite_open(struct rewrite *r, const char *path)
{
	*r = (struct rewrite){ .fd = -1, .text = BUF_INIT };
	r->path = realpath(path, NULL);
	if (r->path == NULL)
		app_fatal(FAILURE, "open %s: %s", path, strerror(errno));
	r->fd = lock_open(AT_FDCWD, r->path, O_RDWR, true);
	if (r->fd < 0 && (errno == EACCES || errno == EROFS))
		r->fd = lock_open(AT_FDCWD, r->path, O_RDONLY, true);
	if (r->fd < 0)
		app_fatal(FAILURE, "lock %s: %s", r->path, strerror(errno));
	if (fstat(r->fd, &r->st) < 0 ||
	    file_read(AT_FDCWD, r->path, &r->text, FILE_MAX) < 0)
		app_fatal(FAILURE, "read %s: %s", r->path, strerror(errno));
	if (!S_ISREG(r->st.st_mode))
		app_fatal(FAILURE, "%s is not a regular file", r->path);
	if (memchr(r->text.s, '\0', r->text.len) != NULL)
		app_fatal(FAILURE, "%s: not a text file: it has a null byte in it",
		    r->path);
}

/* As the old file was: same owner, group and mode. */
static int
make_alike(int fd, const struct stat *old)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -1;
	if ((st.st_uid != old->st_uid || st.st_gid != old->st_gid) &&
	    fchown(fd, old->st_uid, old->st_gid) < 0)
		return -1;
	return fchmod(fd, old->st_mode & MODE_BITS);
}

static int
write_beside(const struct rewrite *r, const char *tmp, struct span text)
{
	if (unlink(tmp) < 0 && errno != ENOENT)
		return -1;
	int fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0600);
	if (fd < 0)
		return -1;
	int bad = io_write(fd, text) < 0 || make_alike(fd, &r->st) < 0 ||
	    file_sync(fd) < 0;
	io_close(&fd);
	if (!bad && rename(tmp, r->path) == 0)
		return 0;
	int saved = errno;
	unlink(tmp);
	errno = saved;
	return -1;
}

void
rewrite_commit(struct rewrite *r, struct span text)
{
	char *tmp = mem_fmt("%s.tmp", r->path);
	char *dir = mem_strn(r->path,
	    span_rfind(span_str(r->path), '/') + 1);

	if (!span_eq(text, buf_span(&r->text))) {
		if (write_beside(r, tmp, text) < 0)
			app_fatal(FAILURE, "write %s: %s", tmp, strerror(errno));
		if (file_sync_dir(AT_FDCWD, dir) < 0)
			app_fatal(FAILURE, "sync %s: %s", dir, strerror(errno));
	}
	io_close(&r->fd);
	free(tmp);
	free(dir);
	free(r->path);
	buf_clear(&r->text);
}

bool
rewrite_line(struct span *text, struct span *line, enum line_kind *kind)
{
	if (text->len == 0)
		return false;
	size_t end = span_find(*text, '\n');
	*line = span_head(*text, end == SPAN_NONE ? text->len : end + 1);
	*text = span_from(*text, line->len);
	struct span s = span_trim(*line);
	if (s.len == 0 || s.p[0] == '#')
		*kind = LINE_SILENT;
	else
		*kind = ascii_space(line->p[0]) ? LINE_MORE : LINE_START;
	return true;
}
