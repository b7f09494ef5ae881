/* SPDX-License-Identifier: ISC
 *
 * pgsql: a query to a server of PostgreSQL.
 */
#include "table/dbquery.h"

#ifdef PGSQL_SONAME

#include <libpq-fe.h>
#include <poll.h>
#include <stdlib.h>

#include "sys/clock.h"
#include "sys/dynlib.h"
#include "sys/io.h"
#include "table/dbhosts.h"

enum { ANSWER_MS = 60000 };

#define CALLS(X) X(PQconnectdbParams) X(PQstatus) X(PQerrorMessage) \
	X(PQfinish) X(PQsetClientEncoding) X(PQescapeStringConn) \
	X(PQsendQuery) X(PQflush) X(PQsocket) X(PQconsumeInput) X(PQisBusy) \
	X(PQgetResult) X(PQresultStatus) X(PQntuples) X(PQnfields) \
	X(PQgetvalue) X(PQgetlength) X(PQgetisnull) X(PQclear)

struct calls {
	CALLS(DYNLIB_MEMBER)
};

static const char *const names[] = { CALLS(DYNLIB_NAME) };

struct pgsql {
	struct dbquery	 q;
	struct calls	 lib;
	struct dbhosts	 hosts;
	struct dbhost	*at;
	PGconn		*db;
	int64_t		 retry;
	bool		 bad_text;
};

static bool
load(struct calls *lib, struct buf *bad)
{
	return dynlib_load(PGSQL_SONAME, names,
	    sizeof(names) / sizeof(names[0]), lib, bad);
}

static void
hang_up(struct pgsql *p)
{
	if (p->db != NULL)
		p->lib.PQfinish(p->db);
	p->db = NULL;
}

static void
pgsql_close(struct table *t)
{
	struct pgsql *p = (struct pgsql *)t;

	hang_up(p);
	dbhosts_clear(&p->hosts);
	dbquery_clear(&p->q);
}

static void
legacy(struct pgsql *p)
{
	const char *function = dbconf_str(&p->q.conf, "select_function", "");

	if (*function == '\0') {
		p->q.query = dbquery_legacy(&p->q);
		return;
	}
	char *query = mem_fmt("SELECT %s('%%s')", function);
	p->q.query = pool_str(&p->q.conf.strings, span_str(query));
	free(query);
}

static enum found
configure(struct pgsql *p, struct span name, struct why *w)
{
	struct buf bad = BUF_INIT;

	if (dbquery_open(&p->q, name, "query", w) != FOUND)
		return FAILED;
	if (!load(&p->lib, &bad)) {
		why_temp(w, "4.3.5", "pgsql: %s", bad.s);
		buf_clear(&bad);
		return FAILED;
	}
	if (*p->q.query == '\0')
		legacy(p);
	dbhosts_init(&p->hosts, span_str(dbconf_str(&p->q.conf, "hosts",
	    "localhost")));
	return dbconf_int(&p->q.conf, "retry_interval", 60, 1, INT32_MAX,
	    &p->retry, w);
}

static struct table *
pgsql_open(struct span name, unsigned flags, struct why *w)
{
	struct pgsql *p = mem_alloc(sizeof(*p));

	if (configure(p, name, w) == FOUND)
		return &p->q.t;
	pgsql_close(&p->q.t);
	table_drop(&p->q.t);
	return NULL;
}

/* Splits "unix:/dir", "inet:host:port", "host:port", "host". The socket of
 * PostgreSQL lies in a directory, its name is made of the port. */
static void
split_host(struct span name, char **host, char **port)
{
	bool local = span_starts(name, SPAN("unix:"));

	if (local || span_starts(name, SPAN("inet:")))
		name = span_from(name, 5);
	size_t colon = local ? SPAN_NONE : span_rfind(name, ':');
	*host = span_dup(span_head(name, colon));
	*port = colon == SPAN_NONE ? NULL : span_dup(span_from(name, colon + 1));
}

static PGconn *
connect_one(struct pgsql *p)
{
	struct span name = span_str(p->at->name);
	bool uri = span_starts(name, SPAN("postgresql:")) ||
	    span_starts(name, SPAN("postgres:"));
	const char *keys[7] = { "connect_timeout" }, *values[7] = { "10" };
	char *host = NULL, *port = NULL;
	int n = 1;

	if (uri) {
		keys[n] = "dbname";
		values[n++] = p->at->name;
	} else {
		split_host(name, &host, &port);
		const char *const more[][2] = { { "host", host },
		    { "port", port },
		    { "user", dbconf_str(&p->q.conf, "user", NULL) },
		    { "password", dbconf_str(&p->q.conf, "password", NULL) },
		    { "dbname", dbconf_str(&p->q.conf, "dbname", NULL) } };

		for (size_t i = 0; i < 5; i++)
			if (more[i][1] != NULL) {
				keys[n] = more[i][0];
				values[n++] = more[i][1];
			}
	}
	PGconn *db = p->lib.PQconnectdbParams(keys, values, uri);
	free(host);
	free(port);
	return db;
}

static enum found
failed(struct pgsql *p, const char *what, struct why *w)
{
	return table_fail_at(w, p->q.conf.name, 0, "%s %s: %.*s", what,
	    p->at->name,
	    SPAN_FMT(span_trim(span_str(p->lib.PQerrorMessage(p->db)))));
}

static enum found
connect_any(struct pgsql *p, struct why *w)
{
	if (p->db != NULL)
		return FOUND;
	table_fail_at(w, p->q.conf.name, 0, "no server is left to ask");
	while ((p->at = dbhosts_next(&p->hosts)) != NULL) {
		p->db = connect_one(p);
		if (p->db == NULL)
			return FAILED;
		if (p->lib.PQstatus(p->db) == CONNECTION_OK &&
		    p->lib.PQsetClientEncoding(p->db,
		    dbconf_str(&p->q.conf, "encoding", "UTF8")) == 0)
			return FOUND;
		failed(p, "connect to", w);
		dbhosts_down(p->at, p->retry);
		hang_up(p);
	}
	return FAILED;
}

static void
quote(void *arg, struct buf *out, struct span part)
{
	struct pgsql *p = arg;
	char *room = buf_room(out, part.len * 2 + 1);
	int err = 0;
	size_t n = p->lib.PQescapeStringConn(p->db, room, part.p, part.len,
	    &err);

	if (err != 0)
		p->bad_text = true;
	buf_grew(out, n);
}

/* PQexec would wait for ever. NULL: no answer in time, or an error. */
static PGresult *
ask(struct pgsql *p)
{
	int64_t deadline = clock_ms() + ANSWER_MS;

	if (p->lib.PQsendQuery(p->db, p->q.text.s) != 1)
		return NULL;
	while (p->lib.PQflush(p->db) == 1 || p->lib.PQisBusy(p->db) == 1) {
		if (io_wait(p->lib.PQsocket(p->db), POLLIN,
		    clock_left(deadline)) <= 0 ||
		    p->lib.PQconsumeInput(p->db) != 1)
			return NULL;
	}
	return p->lib.PQgetResult(p->db);
}

static enum found
add_rows(struct pgsql *p, PGresult *res, struct span key, struct buf *value,
    struct why *w)
{
	for (int row = 0; row < p->lib.PQntuples(res); row++)
		for (int col = 0; col < p->lib.PQnfields(res); col++) {
			struct span s = { p->lib.PQgetvalue(res, row, col),
			    (size_t)p->lib.PQgetlength(res, row, col) };

			if (!p->lib.PQgetisnull(res, row, col) &&
			    dbquery_add(&p->q, key, s, value, w) != FOUND)
				return FAILED;
		}
	return FOUND;
}

static enum found
run(struct pgsql *p, struct span key, struct buf *value, bool *again,
    struct why *w)
{
	PGresult *res = ask(p), *rest;
	enum found got = FAILED;

	*again = true;
	if (res != NULL && p->lib.PQresultStatus(res) == PGRES_TUPLES_OK) {
		*again = false;
		got = add_rows(p, res, key, value, w);
	} else {
		failed(p, "query to", w);
	}
	p->lib.PQclear(res);
	while (got == FOUND && (rest = p->lib.PQgetResult(p->db)) != NULL)
		p->lib.PQclear(rest);
	return got;
}

static enum found
pgsql_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct pgsql *p = (struct pgsql *)t;
	enum found got = FAILED;
	bool again = true;

	dbhosts_begin(&p->hosts);
	while (again && connect_any(p, w) == FOUND) {
		p->bad_text = false;
		got = dbquery_begin(&p->q, key, quote, p, w);
		if (got == FOUND && p->bad_text)
			return table_fail_at(w, p->q.conf.name, 0,
			    "the key cannot be quoted");
		if (got != FOUND)
			return got;
		got = run(p, key, value, &again, w);
		if (got == FAILED)
			hang_up(p);
	}
	return got == FAILED ? FAILED : value->len > 0 ? FOUND : ABSENT;
}

static bool
pgsql_usable(void)
{
	struct calls lib;

	return load(&lib, NULL);
}

#else

#define pgsql_open table_not_built
#define pgsql_get NULL
#define pgsql_close NULL
#define pgsql_usable table_unusable

#endif

const struct table_type table_pgsql = {
	.name = "pgsql", .fixed = true, .open = pgsql_open,
	.get = pgsql_get, .close = pgsql_close, .usable = pgsql_usable,
};
