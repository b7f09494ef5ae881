/* SPDX-License-Identifier: ISC
 *
 * sqlite: a query to a file of SQLite.
 */
#include "table/dbquery.h"

#ifdef SQLITE_SONAME

#include <sqlite3.h>
#include <stdlib.h>

#include "sys/dynlib.h"

enum { BUSY_MS = 10000 };

#define CALLS(X) X(sqlite3_open_v2) X(sqlite3_close) X(sqlite3_errmsg) \
	X(sqlite3_prepare_v2) X(sqlite3_step) X(sqlite3_column_count) \
	X(sqlite3_column_text) X(sqlite3_column_bytes) X(sqlite3_finalize) \
	X(sqlite3_busy_timeout)

struct calls {
	CALLS(DYNLIB_MEMBER)
};

static const char *const names[] = { CALLS(DYNLIB_NAME) };

struct sqlite {
	struct dbquery	 q;
	struct calls	 lib;
	const char	*path;
	sqlite3		*db;
};

static bool
load(struct calls *lib, struct buf *bad)
{
	return dynlib_load(SQLITE_SONAME, names,
	    sizeof(names) / sizeof(names[0]), lib, bad);
}

static void
sqlite_close(struct table *t)
{
	struct sqlite *s = (struct sqlite *)t;

	if (s->db != NULL)
		s->lib.sqlite3_close(s->db);
	dbquery_clear(&s->q);
}

static enum found
configure(struct sqlite *s, struct span name, struct why *w)
{
	struct buf bad = BUF_INIT;

	if (dbquery_open(&s->q, name, "query", w) != FOUND)
		return FAILED;
	if (!load(&s->lib, &bad)) {
		why_temp(w, "4.3.5", "sqlite: %s", bad.s);
		buf_clear(&bad);
		return FAILED;
	}
	s->path = dbconf_str(&s->q.conf, "dbpath", "");
	if (*s->path == '\0')
		return table_fail_at(w, s->q.conf.name, 0, "dbpath is not set");
	if (*s->q.query == '\0')
		s->q.query = dbquery_legacy(&s->q);
	return FOUND;
}

static struct table *
sqlite_open(struct span name, unsigned flags, struct why *w)
{
	struct sqlite *s = mem_alloc(sizeof(*s));

	if (configure(s, name, w) == FOUND)
		return &s->q.t;
	sqlite_close(&s->q.t);
	table_drop(&s->q.t);
	return NULL;
}

/* The file is opened when it is first asked: not before a fork. */
static enum found
open_db(struct sqlite *s, struct why *w)
{
	if (s->db != NULL)
		return FOUND;
	int err = s->lib.sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READONLY,
	    NULL);
	if (err == SQLITE_OK) {
		s->lib.sqlite3_busy_timeout(s->db, BUSY_MS);
		return FOUND;
	}
	table_fail_at(w, s->path, 0, "%s", s->db != NULL ?
	    s->lib.sqlite3_errmsg(s->db) : "out of memory");
	s->lib.sqlite3_close(s->db);
	s->db = NULL;
	return FAILED;
}

/* Inside quotes, which the query has to write, a quote is written twice. */
static void
quote(void *arg, struct buf *out, struct span part)
{
	for (size_t i = 0; i < part.len; i++) {
		if (part.p[i] == '\'')
			buf_addc(out, '\'');
		buf_addc(out, part.p[i]);
	}
}

static enum found
add_row(struct sqlite *s, sqlite3_stmt *stmt, struct span key,
    struct buf *value, struct why *w)
{
	for (int i = 0; i < s->lib.sqlite3_column_count(stmt); i++) {
		const unsigned char *p = s->lib.sqlite3_column_text(stmt, i);
		struct span text = { (const char *)p, 0 };

		if (p == NULL)
			continue;
		text.len = (size_t)s->lib.sqlite3_column_bytes(stmt, i);
		if (dbquery_add(&s->q, key, text, value, w) != FOUND)
			return FAILED;
	}
	return FOUND;
}

static enum found
run(struct sqlite *s, struct span key, struct buf *value, struct why *w)
{
	sqlite3_stmt *stmt = NULL;
	enum found got = FOUND;
	int err = s->lib.sqlite3_prepare_v2(s->db, s->q.text.s,
	    (int)s->q.text.len, &stmt, NULL);

	while (err == SQLITE_OK && got == FOUND) {
		int r = s->lib.sqlite3_step(stmt);

		if (r == SQLITE_DONE)
			break;
		if (r == SQLITE_ROW)
			got = add_row(s, stmt, key, value, w);
		else
			err = r;
	}
	if (err != SQLITE_OK)
		got = table_fail_at(w, s->q.conf.name, 0, "query: %s",
		    s->lib.sqlite3_errmsg(s->db));
	s->lib.sqlite3_finalize(stmt);
	return got;
}

static enum found
sqlite_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct sqlite *s = (struct sqlite *)t;
	enum found got = dbquery_begin(&s->q, key, quote, NULL, w);

	if (got != FOUND)
		return got;
	if (open_db(s, w) != FOUND || run(s, key, value, w) != FOUND)
		return FAILED;
	return value->len > 0 ? FOUND : ABSENT;
}

static bool
sqlite_usable(void)
{
	struct calls lib;

	return load(&lib, NULL);
}

#else

#define sqlite_open table_not_built
#define sqlite_get NULL
#define sqlite_close NULL
#define sqlite_usable table_unusable

#endif

const struct table_type table_sqlite = {
	.name = "sqlite", .fixed = true, .open = sqlite_open,
	.get = sqlite_get, .close = sqlite_close, .usable = sqlite_usable,
};
