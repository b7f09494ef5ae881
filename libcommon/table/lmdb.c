/* SPDX-License-Identifier: ISC
 *
 * lmdb: memory-mapped trees.
 */
#include "table/indexed.h"

#ifdef LMDB_SONAME

#include <errno.h>
#include <stdlib.h>

#include "sys/io.h"
#include "sys/lock.h"
#include "table/lmdblib.h"

struct lmdbtable {
	struct indexed	 x;
	struct lmdblib	 lib;
	MDB_env		*env;
	MDB_txn		*txn;
	MDB_dbi		 dbi;
	MDB_cursor	*cursor;
};

/* Where a page says how large the file is: behind its header of 16 bytes lie
 * magic, version, address and size of the map, two records about trees (the
 * first begins with the page size), the last page, the transaction. */
enum {
	META_LEN = 152, AT_MAGIC = 16, AT_PAGE = 40, AT_LAST = 136,
	AT_TXN = 144, MAGIC = 0xbeefc0de & 0x7fffffff
};

struct meta {
	uint32_t magic, page;
	uint64_t last, txn;
};

static bool
read_meta(int fd, uint64_t at, struct meta *m)
{
	struct buf b = BUF_INIT;
	bool good = io_pread(fd, &b, META_LEN, at) == META_LEN;

	if (good) {
		memcpy(&m->magic, b.s + AT_MAGIC, sizeof(m->magic));
		memcpy(&m->page, b.s + AT_PAGE, sizeof(m->page));
		memcpy(&m->last, b.s + AT_LAST, sizeof(m->last));
		memcpy(&m->txn, b.s + AT_TXN, sizeof(m->txn));
	}
	buf_clear(&b);
	return good && (m->magic & 0x7fffffff) == MAGIC && m->page >= 512 &&
	    m->page <= 65536;
}

/* A page beyond the end of the file would end the process. */
static enum found
check_file(const struct lmdbtable *l, struct why *w)
{
	struct stat st;
	struct meta a, b;

	if (fstat(l->x.fd, &st) < 0)
		return table_fail_errno(w, errno, "stat %s", l->x.path);
	if (!read_meta(l->x.fd, 0, &a) || !read_meta(l->x.fd, a.page, &b))
		return table_fail_at(w, l->x.path, 0, "not an lmdb file");
	uint64_t last = a.txn > b.txn ? a.last : b.last;
	if ((uint64_t)st.st_size / a.page < last + 1)
		return table_fail_at(w, l->x.path, 0,
		    "damaged: the file is shorter than it says");
	return FOUND;
}

static enum found
open_file(struct lmdbtable *l, struct why *w)
{
	if (lock_share(l->x.fd) < 0)
		return table_fail_errno(w, errno, "lock %s", l->x.path);
	enum found got = check_file(l, w);
	if (got == FOUND)
		got = lmdblib_open(&l->lib, l->x.path, MDB_RDONLY, 0, &l->env, w);
	lock_release(l->x.fd);
	return got;
}

static struct table *
lmdb_open(struct span name, unsigned flags, struct why *w)
{
	struct lmdbtable *l = mem_alloc(sizeof(*l));
	struct buf bad = BUF_INIT;
	bool failed;
	int fd;
	struct table *t = indexed_or_source(name, ".lmdb", flags,
	    lmdblib_load(&l->lib, &bad) ? NULL : bad.s, &fd, &failed, w);

	buf_clear(&bad);
	if (t != NULL || failed) {
		free(l);
		return t;
	}
	indexed_init(&l->x, table_path(name, ".lmdb"), fd, flags);
	if (open_file(l, w) == FOUND)
		return &l->x.t;
	indexed_close(&l->x);
	table_drop(&l->x.t);
	return NULL;
}

static void
end(struct lmdbtable *l)
{
	if (l->cursor != NULL)
		l->lib.mdb_cursor_close(l->cursor);
	if (l->txn != NULL)
		l->lib.mdb_txn_abort(l->txn);
	l->cursor = NULL;
	l->txn = NULL;
	lock_release(l->x.fd);
}

static void
lmdb_close(struct table *t)
{
	struct lmdbtable *l = (struct lmdbtable *)t;

	end(l);
	l->lib.mdb_env_close(l->env);
	indexed_close(&l->x);
}

/* One look at the file, under the lock that Postfix writes with. */
static enum found
begin(struct lmdbtable *l, struct why *w)
{
	if (lock_share(l->x.fd) < 0)
		return table_fail_errno(w, errno, "lock %s", l->x.path);
	int err = l->lib.mdb_txn_begin(l->env, NULL, MDB_RDONLY, &l->txn);
	if (err == 0)
		err = l->lib.mdb_dbi_open(l->txn, NULL, 0, &l->dbi);
	if (err == 0)
		return FOUND;
	end(l);
	return lmdblib_fail(&l->lib, l->x.path, err, w);
}

static enum found
get_one(struct indexed *x, struct span key, struct buf *value, struct why *w)
{
	struct lmdbtable *l = (struct lmdbtable *)x;
	MDB_val k = lmdblib_val(key), v;
	int err = key.len > 0 ? l->lib.mdb_get(l->txn, l->dbi, &k, &v) :
	    MDB_NOTFOUND;

	if (err == 0)
		buf_add(value, v.mv_data, v.mv_size);
	/* A key that is too long cannot be in there. */
	if (err == MDB_NOTFOUND || err == MDB_BAD_VALSIZE)
		return ABSENT;
	return err == 0 ? FOUND : lmdblib_fail(&l->lib, x->path, err, w);
}

static enum found
lmdb_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct lmdbtable *l = (struct lmdbtable *)t;

	if (begin(l, w) != FOUND)
		return FAILED;
	enum found got = indexed_get(&l->x, key, get_one, value, w);
	end(l);
	return got;
}

static enum found
lmdb_next(struct table *t, bool first, struct buf *key, struct buf *value,
    struct why *w)
{
	struct lmdbtable *l = (struct lmdbtable *)t;
	MDB_val k, v;
	int err = 0;

	if (first) {
		end(l);
		if (begin(l, w) != FOUND)
			return FAILED;
		err = l->lib.mdb_cursor_open(l->txn, l->dbi, &l->cursor);
	}
	if (err == 0)
		err = l->lib.mdb_cursor_get(l->cursor, &k, &v, MDB_NEXT);
	if (err == MDB_NOTFOUND)
		return ABSENT;
	if (err != 0)
		return lmdblib_fail(&l->lib, l->x.path, err, w);
	buf_reset(key);
	buf_reset(value);
	buf_add(key, k.mv_data, k.mv_size);
	buf_add(value, v.mv_data, v.mv_size);
	indexed_strip(key);
	indexed_strip(value);
	return FOUND;
}

static bool
lmdb_usable(void)
{
	struct lmdblib lib;

	return lmdblib_load(&lib, NULL);
}

#else

static struct table *
lmdb_open(struct span name, unsigned flags, struct why *w)
{
	bool failed;
	int fd;

	return indexed_or_source(name, ".lmdb", flags,
	    "LMDB was missing when this program was built", &fd, &failed, w);
}

#define lmdb_get NULL
#define lmdb_next NULL
#define lmdb_close NULL
#define lmdb_usable table_unusable

#endif

const struct table_type table_lmdb = {
	.name = "lmdb", .fixed = true, .open = lmdb_open, .get = lmdb_get,
	.next = lmdb_next, .close = lmdb_close, .usable = lmdb_usable,
};
