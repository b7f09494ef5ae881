/* SPDX-License-Identifier: ISC */
#include "table/indexed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "sys/io.h"
#include "sys/log.h"
#include "table/textfile.h"

enum { GRACE = 100 };	/* seconds in which a new source may wait for postmap */

static struct table *
source_instead(const char *source, unsigned flags, const char *reason,
    bool *failed, struct why *w)
{
	struct why none = WHY_INIT;
	struct table *t = NULL;

	if (!(flags & TABLE_NO_SOURCE))
		t = textfile_open(source, flags, false, &none);
	if (t != NULL)
		log_warn("%s: reading the source file %s instead", reason,
		    source);
	else
		why_temp(w, "4.3.5", "%s", reason);
	why_clear(&none);
	*failed = t == NULL;
	return t;
}

static bool
is_older(const struct stat *db, const struct stat *source)
{
	return source->st_mtime > db->st_mtime;
}

static struct table *
for_stale(int *fd, const char *path, const char *source, unsigned flags,
    struct why *w)
{
	struct stat db, src;
	bool failed;

	if (fstat(*fd, &db) < 0 || stat(source, &src) < 0 ||
	    !is_older(&db, &src))
		return NULL;
	if (!(flags & TABLE_ALIAS)) {
		if (src.st_mtime < time(NULL) - GRACE)
			log_warn("database %s is older than source file %s",
			    path, source);
		return NULL;
	}
	char *reason = mem_fmt("database %s is older than source file %s",
	    path, source);
	struct table *t = source_instead(source, flags, reason, &failed, w);
	free(reason);
	if (t != NULL)
		io_close(fd);
	return t;
}

struct table *
indexed_or_source(struct span name, const char *suffix, unsigned flags,
    const char *missing, int *fd, bool *failed, struct why *w)
{
	char *source = table_path(name, ""), *path = table_path(name, suffix);
	struct table *t = NULL;

	*failed = false;
	*fd = missing != NULL ? -1 :
	    open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (missing != NULL) {
		t = source_instead(source, flags, missing, failed, w);
	} else if (*fd < 0 && errno != ENOENT) {
		table_fail_errno(w, errno, "open database %s", path);
		*failed = true;
	} else if (*fd < 0) {
		char *reason = mem_fmt("open database %s: %s", path,
		    strerror(errno));

		t = source_instead(source, flags, reason, failed, w);
		free(reason);
	} else if (!(flags & TABLE_NO_SOURCE)) {
		t = for_stale(fd, path, source, flags, w);
	}
	free(source);
	free(path);
	return t;
}

void
indexed_init(struct indexed *x, char *path, int fd, unsigned flags)
{
	struct stat st;

	buf_init(&x->t.folded);
	buf_init(&x->key);
	x->t.fixed = true;
	x->path = path;
	x->fd = fd;
	x->with_nul = !(flags & TABLE_NO_NUL);
	x->without = !(flags & TABLE_WITH_NUL);
	if (fd >= 0 && fstat(fd, &st) == 0)
		table_watch(&x->t, path, &st);
}

void
indexed_close(struct indexed *x)
{
	io_close(&x->fd);
	buf_clear(&x->key);
	free(x->path);
}

void
indexed_strip(struct buf *b)
{
	if (b->len > 0 && b->s[b->len - 1] == '\0')
		buf_cut(b, b->len - 1);
}

enum found
indexed_get(struct indexed *x, struct span key,
    enum found (*get)(struct indexed *x, struct span key,
    struct buf *value, struct why *w), struct buf *value, struct why *w)
{
	enum found got = ABSENT;

	if (x->with_nul) {
		buf_set(&x->key, key);
		buf_addc(&x->key, '\0');
		got = get(x, buf_span(&x->key), value, w);
		if (got == FOUND)
			x->without = false;
	}
	if (got == ABSENT && x->without) {
		got = get(x, key, value, w);
		if (got == FOUND)
			x->with_nul = false;
	}
	if (got == FOUND)
		indexed_strip(value);
	return got;
}
