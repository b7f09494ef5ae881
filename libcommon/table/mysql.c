/* SPDX-License-Identifier: ISC
 *
 * mysql: a query to a server of MariaDB or MySQL.
 */
#include "table/dbquery.h"

#ifdef MYSQL_SONAME

#include <mysql.h>
#include <stdlib.h>

#include "base/num.h"
#include "sys/dynlib.h"
#include "table/dbhosts.h"

enum { CONNECT_S = 10, ANSWER_S = 60 };

#define CALLS(X) X(mysql_init) X(mysql_optionsv) X(mysql_real_connect) \
	X(mysql_close) X(mysql_real_escape_string) X(mysql_real_query) \
	X(mysql_store_result) X(mysql_fetch_row) X(mysql_fetch_lengths) \
	X(mysql_num_fields) X(mysql_free_result) X(mysql_next_result) \
	X(mysql_error) X(mysql_errno) X(mysql_field_count) X(mysql_ssl_set)

struct calls {
	CALLS(DYNLIB_MEMBER)
};

static const char *const names[] = { CALLS(DYNLIB_NAME) };

struct mysql {
	struct dbquery	 q;
	struct calls	 lib;
	struct dbhosts	 hosts;
	struct dbhost	*at;		/* whom the connection is with */
	MYSQL		*db;
	int64_t		 retry;
	bool		 need_results, verify;
	bool		 bad_text;	/* the key could not be quoted */
};

static bool
load(struct calls *lib, struct buf *bad)
{
	return dynlib_load(MYSQL_SONAME, names,
	    sizeof(names) / sizeof(names[0]), lib, bad);
}

static void
hang_up(struct mysql *m)
{
	if (m->db != NULL)
		m->lib.mysql_close(m->db);
	m->db = NULL;
}

static void
table_mysql_close(struct table *t)
{
	struct mysql *m = (struct mysql *)t;

	hang_up(m);
	dbhosts_clear(&m->hosts);
	dbquery_clear(&m->q);
}

static enum found
configure(struct mysql *m, struct span name, struct why *w)
{
	struct buf bad = BUF_INIT;
	struct dbconf *c = &m->q.conf;

	if (dbquery_open(&m->q, name, "query", w) != FOUND)
		return FAILED;
	if (!load(&m->lib, &bad)) {
		why_temp(w, "4.3.5", "mysql: %s", bad.s);
		buf_clear(&bad);
		return FAILED;
	}
	if (*m->q.query == '\0')
		m->q.query = dbquery_legacy(&m->q);
	dbhosts_init(&m->hosts, span_str(dbconf_str(c, "hosts", "localhost")));
	if (dbconf_int(c, "retry_interval", 60, 1, INT32_MAX, &m->retry, w) !=
	    FOUND || dbconf_bool(c, "require_result_set", true,
	    &m->need_results, w) != FOUND)
		return FAILED;
	return dbconf_bool(c, "tls_verify_cert", false, &m->verify, w);
}

static struct table *
mysql_open(struct span name, unsigned flags, struct why *w)
{
	struct mysql *m = mem_alloc(sizeof(*m));

	if (configure(m, name, w) == FOUND)
		return &m->q.t;
	table_mysql_close(&m->q.t);
	table_drop(&m->q.t);
	return NULL;
}

static const char *
option(struct mysql *m, const char *name)
{
	return dbconf_str(&m->q.conf, name, NULL);
}

static void
set_options(struct mysql *m)
{
	const struct calls *l = &m->lib;
	unsigned connect_s = CONNECT_S, answer_s = ANSWER_S;
	my_bool verify = m->verify;
	const char *file = option(m, "option_file");
	const char *group = dbconf_str(&m->q.conf, "option_group", "client");
	const char *charset = dbconf_str(&m->q.conf, "charset", "utf8mb4");

	l->mysql_optionsv(m->db, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
	l->mysql_optionsv(m->db, MYSQL_OPT_READ_TIMEOUT, &answer_s);
	l->mysql_optionsv(m->db, MYSQL_OPT_WRITE_TIMEOUT, &answer_s);
	l->mysql_optionsv(m->db, MYSQL_SET_CHARSET_NAME, charset);
	if (file != NULL)
		l->mysql_optionsv(m->db, MYSQL_READ_DEFAULT_FILE, file);
	if (*group != '\0')
		l->mysql_optionsv(m->db, MYSQL_READ_DEFAULT_GROUP, group);
	if (option(m, "tls_key_file") != NULL ||
	    option(m, "tls_cert_file") != NULL ||
	    option(m, "tls_CAfile") != NULL || option(m, "tls_CApath") != NULL)
		l->mysql_ssl_set(m->db, option(m, "tls_key_file"),
		    option(m, "tls_cert_file"), option(m, "tls_CAfile"),
		    option(m, "tls_CApath"), option(m, "tls_ciphers"));
	if (m->verify)
		l->mysql_optionsv(m->db, MYSQL_OPT_SSL_VERIFY_SERVER_CERT,
		    &verify);
}

/* "unix:/path", "inet:host:port", "host:port", "host". */
static bool
connect_one(struct mysql *m, struct dbhost *h)
{
	struct span name = span_str(h->name);
	char *host = NULL, *socket = NULL;
	uint64_t port = 0;

	if (span_starts(name, SPAN("unix:"))) {
		socket = span_dup(span_from(name, 5));
	} else {
		if (span_starts(name, SPAN("inet:")))
			name = span_from(name, 5);
		size_t colon = span_rfind(name, ':');
		if (colon != SPAN_NONE &&
		    num_uint(span_from(name, colon + 1), 65535, &port))
			name = span_head(name, colon);
		host = span_dup(name);
	}
	bool good = m->lib.mysql_real_connect(m->db, host,
	    option(m, "user"), option(m, "password"), option(m, "dbname"),
	    (unsigned)port, socket, CLIENT_MULTI_RESULTS) != NULL;
	free(host);
	free(socket);
	return good;
}

static enum found
failed(struct mysql *m, const char *what, struct why *w)
{
	return table_fail_at(w, m->q.conf.name, 0, "%s %s: %s", what,
	    m->at->name, m->lib.mysql_error(m->db));
}

static enum found
connect_any(struct mysql *m, struct why *w)
{
	if (m->db != NULL)
		return FOUND;
	table_fail_at(w, m->q.conf.name, 0, "no server is left to ask");
	while ((m->at = dbhosts_next(&m->hosts)) != NULL) {
		m->db = m->lib.mysql_init(NULL);
		if (m->db == NULL)
			return FAILED;
		set_options(m);
		if (connect_one(m, m->at))
			return FOUND;
		failed(m, "connect to", w);
		dbhosts_down(m->at, m->retry);
		hang_up(m);
	}
	return FAILED;
}

static void
quote(void *arg, struct buf *out, struct span part)
{
	struct mysql *m = arg;
	char *room = buf_room(out, part.len * 2 + 1);
	unsigned long n = m->lib.mysql_real_escape_string(m->db, room, part.p,
	    part.len);

	if (n == (unsigned long)-1)
		m->bad_text = true;
	else
		buf_grew(out, n);
}

static enum found
add_rows(struct mysql *m, MYSQL_RES *res, struct span key, struct buf *value,
    struct why *w)
{
	unsigned fields = m->lib.mysql_num_fields(res);
	MYSQL_ROW row;

	while ((row = m->lib.mysql_fetch_row(res)) != NULL) {
		unsigned long *len = m->lib.mysql_fetch_lengths(res);

		for (unsigned i = 0; i < fields; i++)
			if (row[i] != NULL && dbquery_add(&m->q, key,
			    (struct span){ row[i], len[i] }, value, w) != FOUND)
				return FAILED;
	}
	return FOUND;
}

/* A stored procedure gives its results, and then a status. *again: nothing was
 * answered, another server may be asked. */
static enum found
run(struct mysql *m, struct span key, struct buf *value, bool *again,
    struct why *w)
{
	const struct calls *l = &m->lib;
	enum found got = FOUND;
	bool any = false;

	*again = l->mysql_real_query(m->db, m->q.text.s, m->q.text.len) != 0;
	for (int more = *again ? 1 : 0; more == 0;
	    more = l->mysql_next_result(m->db)) {
		MYSQL_RES *res = l->mysql_store_result(m->db);

		if (res == NULL && l->mysql_field_count(m->db) > 0)
			break;
		if (res == NULL)
			continue;
		any = true;
		if (got == FOUND)
			got = add_rows(m, res, key, value, w);
		l->mysql_free_result(res);
	}
	if (l->mysql_errno(m->db) != 0)
		return failed(m, "query to", w);
	if (got == FOUND && !any && m->need_results)
		return table_fail_at(w, m->q.conf.name, 0,
		    "the query gave no result set");
	return got;
}

static enum found
mysql_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct mysql *m = (struct mysql *)t;
	enum found got = FAILED;
	bool again = true;

	dbhosts_begin(&m->hosts);
	while (again && connect_any(m, w) == FOUND) {
		m->bad_text = false;
		got = dbquery_begin(&m->q, key, quote, m, w);
		if (got == FOUND && m->bad_text)
			return table_fail_at(w, m->q.conf.name, 0,
			    "the key cannot be quoted");
		if (got != FOUND)
			return got;
		got = run(m, key, value, &again, w);
		if (got == FAILED)
			hang_up(m);
	}
	return got == FAILED ? FAILED : value->len > 0 ? FOUND : ABSENT;
}

static bool
mysql_usable(void)
{
	struct calls lib;

	return load(&lib, NULL);
}

#else

#define mysql_open table_not_built
#define mysql_get NULL
#define table_mysql_close NULL
#define mysql_usable table_unusable

#endif

const struct table_type table_mysql = {
	.name = "mysql", .fixed = true, .open = mysql_open,
	.get = mysql_get, .close = table_mysql_close, .usable = mysql_usable,
};
