/* SPDX-License-Identifier: ISC
 *
 * Makes the files of hash: and btree:. Records come in the order in which the
 * file holds them, so that each page is touched once and the cache stays small.
 */
#include "table/writer.h"

#ifdef DB_SONAME

#include <stdlib.h>

#include "conf/param.h"
#include "table/dblib.h"
#include "table/type.h"

enum { PAGE = 4096, BULK = 1 << 20, SMALL_CACHE = 4 << 20 };

struct dbwriter {
	struct writer	 f;
	struct dblib	 lib;
	bool		 edit;
	char		*bulk;		/* records on their way */
	DBT		 dbt;
	void		*at;
};

/* The library's own hash of version 9 files, its bits reversed: whatever the
 * number of buckets, those of one come together. */
static uint64_t
hash_rank(struct span key)
{
	uint32_t h = 0, r = 0;

	for (size_t i = 0; i < key.len; i++) {
		h *= 16777619;
		h ^= (unsigned char)key.p[i];
	}
	for (unsigned i = 0; i < 32; i++)
		r |= (h >> i & 1) << (31 - i);
	return r;
}

/* As many buckets as fill one to two pages each. */
static void
set_buckets(DB *db, size_t records, uint64_t bytes)
{
	uint64_t pages = (bytes + records * 8) / (PAGE - PAGE / 8) + 1;
	uint32_t buckets = 2;

	while (buckets * UINT64_C(2) <= pages && buckets < 1u << 28)
		buckets *= 2;
	uint32_t each = (uint32_t)(records / buckets + 1) * 2;
	db->set_h_ffactor(db, each);
	db->set_h_nelem(db, buckets * each);
}

static enum found
failed(const struct dbwriter *d, int err, struct why *w)
{
	return table_fail_at(w, d->f.path, 0, "%s", d->lib.text(err));
}

static void
bulk_start(struct dbwriter *d)
{
	d->dbt = (DBT){ .data = d->bulk, .ulen = BULK,
	    .flags = DB_DBT_USERMEM | DB_DBT_BULK };
	DB_MULTIPLE_WRITE_INIT(d->at, &d->dbt);
}

static enum found
bulk_flush(struct dbwriter *d, struct why *w)
{
	DBT none = { 0 };
	int err = d->lib.db->put(d->lib.db, NULL, &d->dbt, &none,
	    DB_MULTIPLE_KEY);

	bulk_start(d);
	return err == 0 ? FOUND : failed(d, err, w);
}

static struct writer *
db_write_open(const char *path, bool edit, DBTYPE kind, size_t records,
    uint64_t bytes, struct why *w)
{
	struct dbwriter *d = mem_alloc(sizeof(*d));

	d->f.path = path;
	d->edit = edit || records == 0;
	if (dblib_init(&d->lib, d->edit ? SMALL_CACHE :
	    (size_t)param_int(P_berkeley_db_create_buffer_size) / 2, w) !=
	    FOUND) {
		free(d);
		return NULL;
	}
	if (!edit)
		d->lib.db->set_pagesize(d->lib.db, PAGE);
	if (!edit && kind == DB_HASH)
		set_buckets(d->lib.db, records, bytes);
	int err = d->lib.db->open(d->lib.db, NULL, path, NULL, kind,
	    edit ? 0 : DB_CREATE, 0600);
	if (err != 0) {
		failed(d, err, w);
		dblib_close(&d->lib);
		free(d);
		return NULL;
	}
	if (!d->edit) {
		d->bulk = mem_alloc(BULK);
		bulk_start(d);
	}
	return &d->f;
}

static struct writer *
hash_write_open(const char *path, bool edit, size_t records, uint64_t bytes,
    struct why *w)
{
	struct writer *f = db_write_open(path, edit, DB_HASH, records, bytes, w);

	if (f != NULL)
		f->type = &writer_hash;
	return f;
}

static struct writer *
btree_write_open(const char *path, bool edit, size_t records, uint64_t bytes,
    struct why *w)
{
	struct writer *f = db_write_open(path, edit, DB_BTREE, records, bytes,
	    w);

	if (f != NULL)
		f->type = &writer_btree;
	return f;
}

static DBT
dbt_of(struct span s)
{
	return (DBT){ .data = (void *)(uintptr_t)s.p, .size = (uint32_t)s.len };
}

static enum found
put_one(struct dbwriter *d, struct span key, struct span value, struct why *w)
{
	DBT k = dbt_of(key), v = dbt_of(value);
	int err = d->lib.db->put(d->lib.db, NULL, &k, &v, 0);

	return err == 0 ? FOUND : failed(d, err, w);
}

static enum found
db_put(struct writer *f, struct span key, struct span value, struct why *w)
{
	struct dbwriter *d = (struct dbwriter *)f;

	if (d->edit)
		return put_one(d, key, value, w);
	if (key.len + value.len > BULK / 4)
		return bulk_flush(d, w) == FOUND ?
		    put_one(d, key, value, w) : FAILED;
	for (int tries = 0; tries < 2; tries++) {
		void *at = d->at;

		DB_MULTIPLE_KEY_WRITE_NEXT(at, &d->dbt, key.p, key.len,
		    value.p, value.len);
		if (at != NULL) {
			d->at = at;
			return FOUND;
		}
		if (bulk_flush(d, w) != FOUND)
			return FAILED;
	}
	return put_one(d, key, value, w);
}

static enum found
db_write_get(struct writer *f, struct span key, struct buf *value,
    struct why *w)
{
	struct dbwriter *d = (struct dbwriter *)f;
	DBT k = dbt_of(key), v = { 0 };
	int err = d->lib.db->get(d->lib.db, NULL, &k, &v, 0);

	if (err == 0)
		buf_add(value, v.data, v.size);
	return err == 0 ? FOUND : err == DB_NOTFOUND ? ABSENT :
	    failed(d, err, w);
}

static enum found
db_del(struct writer *f, struct span key, struct why *w)
{
	struct dbwriter *d = (struct dbwriter *)f;
	DBT k = dbt_of(key);
	int err = d->lib.db->del(d->lib.db, NULL, &k, 0);

	return err == 0 ? FOUND : err == DB_NOTFOUND ? ABSENT :
	    failed(d, err, w);
}

static enum found
db_write_close(struct writer *f, bool keep, struct why *w)
{
	struct dbwriter *d = (struct dbwriter *)f;
	enum found got = FOUND;

	if (keep && d->bulk != NULL)
		got = bulk_flush(d, w);
	if (keep && got == FOUND)
		got = dblib_finish(&d->lib, f->path, w);
	else
		dblib_close(&d->lib);
	free(d->bulk);
	free(d);
	return got;
}

#else

#define hash_rank NULL
#define hash_write_open NULL
#define btree_write_open NULL
#define db_put NULL
#define db_write_get NULL
#define db_del NULL
#define db_write_close NULL

#endif

const struct table_writer writer_hash = {
	"hash", ".db", true, true, hash_rank, hash_write_open, db_put, db_write_get,
	db_del, db_write_close
};

const struct table_writer writer_btree = {
	"btree", ".db", true, true, NULL, btree_write_open, db_put, db_write_get,
	db_del, db_write_close
};
