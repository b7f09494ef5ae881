/* SPDX-License-Identifier: ISC
 *
 * Makes and changes the files of lmdb:. A new file gets its records in order,
 * in transactions small enough to stay small in memory.
 */
#include "table/writer.h"

#ifdef LMDB_SONAME

#include <stdlib.h>
#include <sys/stat.h>

#include "conf/param.h"
#include "table/lmdblib.h"
#include "table/type.h"

enum { BATCH = 20000 };		/* records in one transaction */

struct lmdbwriter {
	struct writer	 f;
	struct lmdblib	 lib;
	MDB_env		*env;
	MDB_txn		*txn;
	MDB_dbi		 dbi;
	unsigned	 how;
	size_t		 pending;
};

static enum found
failed(const struct lmdbwriter *l, int err, struct why *w)
{
	return lmdblib_fail(&l->lib, l->f.path, err, w);
}

static enum found
begin(struct lmdbwriter *l, struct why *w)
{
	int err = l->lib.mdb_txn_begin(l->env, NULL, 0, &l->txn);

	if (err != 0)
		l->txn = NULL;
	else
		err = l->lib.mdb_dbi_open(l->txn, NULL, 0, &l->dbi);
	l->pending = 0;
	return err == 0 ? FOUND : failed(l, err, w);
}

static enum found
commit(struct lmdbwriter *l, struct why *w)
{
	int err = l->lib.mdb_txn_commit(l->txn);

	l->txn = NULL;
	return err == 0 ? FOUND : failed(l, err, w);
}

/* The map takes address space only; what is written is what the file grows. */
static size_t
map_size(const char *path, size_t records, uint64_t bytes)
{
	struct stat st;
	uint64_t size = (bytes + records * 32) * 2;

	if (stat(path, &st) == 0)
		size += (uint64_t)st.st_size * 2;
	size += (uint64_t)param_int(P_lmdb_map_size);
	return (size_t)(size + (1 << 20)) & ~(size_t)0xffff;
}

static struct writer *
lmdb_write_open(const char *path, bool edit, size_t records, uint64_t bytes,
    struct why *w)
{
	struct lmdbwriter *l = mem_alloc(sizeof(*l));
	struct buf bad = BUF_INIT;

	l->f.type = &writer_lmdb;
	l->f.path = path;
	l->how = edit || records == 0 ? 0 : MDB_APPEND;
	if (!lmdblib_load(&l->lib, &bad))
		why_temp(w, "4.3.5", "LMDB: %s", bad.s);
	else if (lmdblib_open(&l->lib, path, MDB_NOSYNC,
	    map_size(path, records, bytes), &l->env, w) == FOUND &&
	    begin(l, w) == FOUND)
		return &l->f;
	buf_clear(&bad);
	if (l->env != NULL)
		l->lib.mdb_env_close(l->env);
	free(l);
	return NULL;
}

static enum found
lmdb_put(struct writer *f, struct span key, struct span value, struct why *w)
{
	struct lmdbwriter *l = (struct lmdbwriter *)f;
	MDB_val k = lmdblib_val(key), v = lmdblib_val(value);

	if (++l->pending > BATCH &&
	    (commit(l, w) != FOUND || begin(l, w) != FOUND))
		return FAILED;
	int err = l->lib.mdb_put(l->txn, l->dbi, &k, &v, l->how);
	if (err == MDB_BAD_VALSIZE)
		return table_fail_at(w, f->path, 0,
		    "key of %zu bytes is too long for lmdb: \"%.*s\"",
		    key.len, key.len < 100 ? (int)key.len : 100, key.p);
	return err == 0 ? FOUND : failed(l, err, w);
}

static enum found
lmdb_write_get(struct writer *f, struct span key, struct buf *value,
    struct why *w)
{
	struct lmdbwriter *l = (struct lmdbwriter *)f;
	MDB_val k = lmdblib_val(key), v;
	int err = l->lib.mdb_get(l->txn, l->dbi, &k, &v);

	if (err == 0)
		buf_add(value, v.mv_data, v.mv_size);
	if (err == MDB_NOTFOUND || err == MDB_BAD_VALSIZE)
		return ABSENT;
	return err == 0 ? FOUND : failed(l, err, w);
}

static enum found
lmdb_del(struct writer *f, struct span key, struct why *w)
{
	struct lmdbwriter *l = (struct lmdbwriter *)f;
	MDB_val k = lmdblib_val(key);
	int err = l->lib.mdb_del(l->txn, l->dbi, &k, NULL);

	if (err == MDB_NOTFOUND || err == MDB_BAD_VALSIZE)
		return ABSENT;
	return err == 0 ? FOUND : failed(l, err, w);
}

static enum found
lmdb_write_close(struct writer *f, bool keep, struct why *w)
{
	struct lmdbwriter *l = (struct lmdbwriter *)f;
	enum found got = FOUND;

	if (keep && l->txn != NULL)
		got = commit(l, w);
	else if (l->txn != NULL)
		l->lib.mdb_txn_abort(l->txn);
	l->lib.mdb_env_close(l->env);
	free(l);
	return got;
}

#else

#define lmdb_write_open NULL
#define lmdb_put NULL
#define lmdb_write_get NULL
#define lmdb_del NULL
#define lmdb_write_close NULL

#endif

const struct table_writer writer_lmdb = {
	"lmdb", ".lmdb", true, true, NULL, lmdb_write_open, lmdb_put,
	lmdb_write_get, lmdb_del, lmdb_write_close
};
