/* SPDX-License-Identifier: ISC
 *
 * hash: and btree: files of Berkeley DB, made by postmap.
 */
#include "table/indexed.h"

#include <stdlib.h>

#ifdef DB_SONAME

#include <errno.h>
#include <unistd.h>

#include "conf/param.h"
#include "sys/io.h"
#include "sys/lock.h"
#include "table/dblib.h"

struct dbtable {
	struct indexed	 x;
	struct dblib	 lib;
	DBTYPE		 kind;
	DBC		*cursor;
	struct table_watched opened;
};

/* The first bytes of the file, which tell its size. */
enum {
	META_LEN = 36, META_MAGIC = 12, META_PAGE = 20, META_LAST = 32,
	MAGIC_HASH = 0x061561, MAGIC_BTREE = 0x053162
};

static uint32_t
word(const char *p, bool swap)
{
	unsigned char b[4];
	uint32_t n;

	memcpy(b, p, sizeof(b));
	if (swap) {
		unsigned char r[4] = { b[3], b[2], b[1], b[0] };
		memcpy(b, r, sizeof(b));
	}
	memcpy(&n, b, sizeof(n));
	return n;
}

/* The library trusts what a file says of itself; one that was cut, or is none
 * of its files at all, must not reach it. */
static enum found
check_file(const struct dbtable *d, const struct stat *st, struct why *w)
{
	struct buf head = BUF_INIT;
	uint32_t magic = d->kind == DB_HASH ? MAGIC_HASH : MAGIC_BTREE;
	const char *bad = NULL;

	if (io_pread(d->x.fd, &head, META_LEN, 0) < 0) {
		buf_clear(&head);
		return table_fail_errno(w, errno, "read database %s",
		    d->x.path);
	}
	if (!S_ISREG(st->st_mode) || head.len < META_LEN) {
		bad = "not a database file";
	} else {
		bool swap = word(head.s + META_MAGIC, false) != magic;
		uint64_t page = word(head.s + META_PAGE, swap);
		uint64_t last = word(head.s + META_LAST, swap);

		if (word(head.s + META_MAGIC, swap) != magic)
			bad = d->kind == DB_HASH ? "not a hash database" :
			    "not a btree database";
		else if (page < 512 || page > 65536 || (page & (page - 1)) != 0)
			bad = "damaged: bad page size";
		else if ((uint64_t)st->st_size < (last + 1) * page)
			bad = "damaged: the file is shorter than it says";
	}
	buf_clear(&head);
	return bad != NULL ? table_fail_at(w, d->x.path, 0, "%s", bad) : FOUND;
}

/* Postfix's postmap writes in place, under a lock. */
static enum found
open_file(struct dbtable *d, struct why *w)
{
	struct stat st;

	if (lock_share(d->x.fd) < 0 || fstat(d->x.fd, &st) < 0)
		return table_fail_errno(w, errno, "lock %s", d->x.path);
	if (check_file(d, &st, w) != FOUND ||
	    dblib_init(&d->lib,
	    (size_t)param_int(P_berkeley_db_read_buffer_size), w) != FOUND) {
		lock_release(d->x.fd);
		return FAILED;
	}
	int err = d->lib.db->open(d->lib.db, NULL, d->x.path, NULL, d->kind,
	    DB_RDONLY, 0);
	d->opened = table_state(&st);
	lock_release(d->x.fd);
	if (err == 0)
		return FOUND;
	table_fail_at(w, d->x.path, 0, "%s", d->lib.text(err));
	dblib_close(&d->lib);
	return FAILED;
}

/* Without a file there is no need to load the library. */
static bool
is_there(struct span name)
{
	char *path = table_path(name, ".db");
	bool is = access(path, F_OK) == 0;

	free(path);
	return is;
}

static struct table *
db_open(struct span name, unsigned flags, DBTYPE kind, struct why *w)
{
	struct buf bad = BUF_INIT;
	bool failed, usable = !is_there(name) || dblib_usable(&bad);
	int fd;
	struct table *t = indexed_or_source(name, ".db", flags,
	    usable ? NULL : bad.s, &fd, &failed, w);

	buf_clear(&bad);
	if (t != NULL || failed)
		return t;
	struct dbtable *d = mem_alloc(sizeof(*d));
	indexed_init(&d->x, table_path(name, ".db"), fd, flags);
	d->kind = kind;
	if (open_file(d, w) == FOUND)
		return &d->x.t;
	indexed_close(&d->x);
	table_drop(&d->x.t);
	return NULL;
}

static void
db_close(struct table *t)
{
	struct dbtable *d = (struct dbtable *)t;

	if (d->cursor != NULL)
		d->cursor->close(d->cursor);
	dblib_close(&d->lib);
	indexed_close(&d->x);
}

static enum found
get_one(struct indexed *x, struct span key, struct buf *value, struct why *w)
{
	struct dbtable *d = (struct dbtable *)x;
	DBT k = { .data = key.len > 0 ? (void *)(uintptr_t)key.p : NULL,
	    .size = (uint32_t)key.len };
	DBT v = { 0 };
	int err = d->lib.db->get(d->lib.db, NULL, &k, &v, 0);

	if (err == 0)
		buf_add(value, v.data, v.size);
	if (err == 0 || err == DB_NOTFOUND)
		return err == 0 ? FOUND : ABSENT;
	return table_fail_at(w, x->path, 0, "%s", d->lib.text(err));
}

/* What was written in place since the file was opened is not in our cache. */
static enum found
get_locked(struct dbtable *d, struct span key, struct buf *value, struct why *w)
{
	struct stat st;

	if (lock_share(d->x.fd) < 0 || fstat(d->x.fd, &st) < 0)
		return table_fail_errno(w, errno, "lock %s", d->x.path);
	if (!table_same(d->opened, table_state(&st))) {
		dblib_close(&d->lib);
		if (open_file(d, w) != FOUND)
			return FAILED;
		if (lock_share(d->x.fd) < 0)
			return table_fail_errno(w, errno, "lock %s", d->x.path);
	}
	enum found got = indexed_get(&d->x, key, get_one, value, w);
	lock_release(d->x.fd);
	return got;
}

static enum found
db_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct dbtable *d = (struct dbtable *)t;

	if (d->lib.db == NULL && open_file(d, w) != FOUND)
		return FAILED;
	return get_locked(d, key, value, w);
}

static enum found
db_next(struct table *t, bool first, struct buf *key, struct buf *value,
    struct why *w)
{
	struct dbtable *d = (struct dbtable *)t;
	DBT k = { 0 }, v = { 0 };
	int err = 0;

	if (d->lib.db == NULL && open_file(d, w) != FOUND)
		return FAILED;
	if (d->cursor == NULL)
		err = d->lib.db->cursor(d->lib.db, NULL, &d->cursor, 0);
	if (err == 0)
		err = d->cursor->get(d->cursor, &k, &v,
		    first ? DB_FIRST : DB_NEXT);
	if (err == DB_NOTFOUND)
		return ABSENT;
	if (err != 0)
		return table_fail_at(w, d->x.path, 0, "%s", d->lib.text(err));
	buf_reset(key);
	buf_reset(value);
	buf_add(key, k.data, k.size);
	buf_add(value, v.data, v.size);
	indexed_strip(key);
	indexed_strip(value);
	return FOUND;
}

static struct table *
hash_open(struct span name, unsigned flags, struct why *w)
{
	return db_open(name, flags, DB_HASH, w);
}

static struct table *
btree_open(struct span name, unsigned flags, struct why *w)
{
	return db_open(name, flags, DB_BTREE, w);
}

static bool
db_usable(void)
{
	return dblib_usable(NULL);
}

#else

/* Without the library the sources still serve. */
static struct table *
hash_open(struct span name, unsigned flags, struct why *w)
{
	bool failed;
	int fd;

	return indexed_or_source(name, ".db", flags,
	    "Berkeley DB was missing when this program was built", &fd,
	    &failed, w);
}

#define btree_open hash_open
#define db_get NULL
#define db_next NULL
#define db_close NULL
#define db_usable table_unusable

#endif

const struct table_type table_hash = {
	.name = "hash", .fixed = true, .open = hash_open, .get = db_get,
	.next = db_next, .close = db_close, .usable = db_usable,
};

const struct table_type table_btree = {
	.name = "btree", .fixed = true, .open = btree_open, .get = db_get,
	.next = db_next, .close = db_close, .usable = db_usable,
};
