/* SPDX-License-Identifier: ISC
 *
 * cdb: constant databases, read and made.
 */
#include "table/indexed.h"
#include "table/writer.h"

#include <errno.h>
#include <stdlib.h>

#ifdef CDB_SONAME

#include <cdb.h>
#include <fcntl.h>

#include "sys/dynlib.h"
#include "sys/io.h"

#define CALLS(X) X(cdb_init) X(cdb_free) X(cdb_find) X(cdb_get) X(cdb_seqnext) \
	X(cdb_make_start) X(cdb_make_add) X(cdb_make_finish)

struct calls {
	CALLS(DYNLIB_MEMBER)
};

static const char *const names[] = { CALLS(DYNLIB_NAME) };

enum { NAMES = sizeof(names) / sizeof(names[0]) };

struct cdbtable {
	struct indexed	 x;
	struct calls	 lib;
	struct cdb	 cdb;
	unsigned	 at;
};

static bool
load(struct calls *lib, struct buf *bad)
{
	return dynlib_load(CDB_SONAME, names, NAMES, lib, bad);
}

static struct table *
cdb_open(struct span name, unsigned flags, struct why *w)
{
	struct cdbtable *c = mem_alloc(sizeof(*c));
	struct buf bad = BUF_INIT;
	bool failed;
	int fd;
	struct table *t = indexed_or_source(name, ".cdb", flags,
	    load(&c->lib, &bad) ? NULL : bad.s, &fd, &failed, w);

	buf_clear(&bad);
	if (t != NULL || failed) {
		free(c);
		return t;
	}
	indexed_init(&c->x, table_path(name, ".cdb"), fd, flags);
	if (c->lib.cdb_init(&c->cdb, fd) == 0)
		return &c->x.t;
	table_fail_at(w, c->x.path, 0, "not a cdb file");
	indexed_close(&c->x);
	table_drop(&c->x.t);
	return NULL;
}

static void
cdb_close(struct table *t)
{
	struct cdbtable *c = (struct cdbtable *)t;

	c->lib.cdb_free(&c->cdb);
	indexed_close(&c->x);
}

/* What cdb_get returns lies in the mapped file. */
static bool
take(struct cdbtable *c, unsigned pos, unsigned len, struct buf *out)
{
	const void *p = len > 0 ? c->lib.cdb_get(&c->cdb, len, pos) : "";

	if (p != NULL)
		buf_add(out, p, len);
	return p != NULL;
}

static enum found
damaged(const struct cdbtable *c, struct why *w)
{
	return table_fail_at(w, c->x.path, 0, "damaged: %s", strerror(EINVAL));
}

static enum found
get_one(struct indexed *x, struct span key, struct buf *value, struct why *w)
{
	struct cdbtable *c = (struct cdbtable *)x;
	int r = c->lib.cdb_find(&c->cdb, key.p, (unsigned)key.len);

	if (r == 0)
		return ABSENT;
	if (r < 0 || !take(c, cdb_datapos(&c->cdb), cdb_datalen(&c->cdb),
	    value))
		return damaged(c, w);
	return FOUND;
}

static enum found
cdb_table_get(struct table *t, struct span key, struct buf *value,
    struct why *w)
{
	return indexed_get((struct indexed *)t, key, get_one, value, w);
}

static enum found
cdb_next(struct table *t, bool first, struct buf *key, struct buf *value,
    struct why *w)
{
	struct cdbtable *c = (struct cdbtable *)t;

	buf_reset(key);
	buf_reset(value);
	if (first)
		cdb_seqinit(&c->at, &c->cdb);
	int r = c->lib.cdb_seqnext(&c->at, &c->cdb);
	if (r == 0)
		return ABSENT;
	if (r < 0 || !take(c, cdb_keypos(&c->cdb), cdb_keylen(&c->cdb), key) ||
	    !take(c, cdb_datapos(&c->cdb), cdb_datalen(&c->cdb), value))
		return damaged(c, w);
	indexed_strip(key);
	indexed_strip(value);
	return FOUND;
}

static bool
cdb_usable(void)
{
	struct calls lib;

	return load(&lib, NULL);
}

struct cdbwriter {
	struct writer	 f;
	struct calls	 lib;
	struct cdb_make	 make;
	int		 fd;
};

static struct writer *
cdb_write_open(const char *path, bool edit, size_t records, uint64_t bytes,
    struct why *w)
{
	struct cdbwriter *c = mem_alloc(sizeof(*c));
	struct buf bad = BUF_INIT;

	c->f.type = &writer_cdb;
	c->f.path = path;
	c->fd = -1;
	if (!load(&c->lib, &bad))
		why_temp(w, "4.3.5", "cdb: %s", bad.s);
	else if ((c->fd = open(path, O_RDWR | O_CLOEXEC)) < 0 ||
	    c->lib.cdb_make_start(&c->make, c->fd) < 0)
		table_fail_errno(w, errno, "create %s", path);
	else
		return &c->f;
	buf_clear(&bad);
	io_close(&c->fd);
	free(c);
	return NULL;
}

static enum found
cdb_put(struct writer *f, struct span key, struct span value, struct why *w)
{
	struct cdbwriter *c = (struct cdbwriter *)f;

	if (c->lib.cdb_make_add(&c->make, key.p, (unsigned)key.len, value.p,
	    (unsigned)value.len) < 0)
		return table_fail_errno(w, errno, "write %s", f->path);
	return FOUND;
}

/* cdb_make_finish also frees what it holds. */
static enum found
cdb_write_close(struct writer *f, bool keep, struct why *w)
{
	struct cdbwriter *c = (struct cdbwriter *)f;
	enum found got = FOUND;

	if (c->lib.cdb_make_finish(&c->make) < 0 && keep)
		got = table_fail_errno(w, errno, "write %s", f->path);
	io_close(&c->fd);
	free(c);
	return got;
}

#else

static struct table *
cdb_open(struct span name, unsigned flags, struct why *w)
{
	bool failed;
	int fd;

	return indexed_or_source(name, ".cdb", flags,
	    "cdb was missing when this program was built", &fd, &failed, w);
}

#define cdb_table_get NULL
#define cdb_next NULL
#define cdb_close NULL
#define cdb_usable table_unusable
#define cdb_write_open NULL
#define cdb_put NULL
#define cdb_write_close NULL

#endif

const struct table_type table_cdb = {
	.name = "cdb", .fixed = true, .open = cdb_open, .get = cdb_table_get,
	.next = cdb_next, .close = cdb_close, .usable = cdb_usable,
};

const struct table_writer writer_cdb = {
	.name = "cdb", .suffix = ".cdb", .open = cdb_write_open,
	.put = cdb_put, .close = cdb_write_close,
};
