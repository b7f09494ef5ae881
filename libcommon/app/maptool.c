/* SPDX-License-Identifier: ISC */
#include "app/maptool.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "base/json.h"
#include "base/mem.h"
#include "sys/log.h"
#include "table/source.h"

/* -h, -b and -m are postmap's, for header_checks and body_checks; so is -F. */
static bool
take_flag(struct maptool *m, int c)
{
	switch (c) {
	case 'N':
		m->flags = (m->flags & ~(unsigned)TABLE_NO_NUL) | TABLE_WITH_NUL;
		return true;
	case 'n':
		m->flags = (m->flags & ~(unsigned)TABLE_WITH_NUL) | TABLE_NO_NUL;
		return true;
	case 'f':
		m->flags &= ~(unsigned)TABLE_FOLD;
		return true;
	case 'i':
		return m->edit = true;
	case 'j':
		return m->json = true;
	case 'o':
		return m->keep_user = true;
	case 'p':
		return m->public = true;
	case 'r':
		m->dup = BUILD_DUP_REPLACE;
		return true;
	case 's':
		return m->list = true;
	case 'u':
		return m->no_utf8 = true;
	case 'U':
		return m->utf8 = true;
	case 'v':
		return true;
	case 'w':
		m->dup = BUILD_DUP_IGNORE;
		return true;
	}
	return false;
}

static bool
take_postmap_flag(struct maptool *m, int c)
{
	if (m->alias)
		return false;
	switch (c) {
	case 'F':
		m->flags |= TABLE_BASE64;
		return m->file_values = true;
	case 'b':
		return m->body = true;
	case 'h':
		return m->header = true;
	case 'm':
		return m->mime = true;
	}
	return false;
}

int
maptool_options(struct maptool *m, int argc, char **argv)
{
	int c;

	m->flags = TABLE_FOLD;
	while ((c = getopt(argc, argv, "+FNUbc:d:fhijmnopq:rsuvw-:")) != -1) {
		if (c == 'c')
			m->dir = optarg;
		else if (c == 'd')
			m->del = optarg;
		else if (c == 'q')
			m->query = optarg;
		else if (c == '-' && strcmp(optarg, "strict") == 0)
			m->strict = true;
		else if (!take_flag(m, c) && !take_postmap_flag(m, c))
			app_fatal(EX_USAGE, "%s", m->usage);
	}
	if ((m->query != NULL) + (m->del != NULL) + m->list + m->edit > 1)
		app_fatal(EX_USAGE, "specify only one of -s -q -d or -i");
	if (m->mime && !m->header && !m->body) {
		m->mime = false;
		log_warn("ignoring -m option without -b or -h");
	}
	if ((m->header || m->body) &&
	    (m->query == NULL || strcmp(m->query, "-") != 0))
		app_fatal(EX_USAGE, "specify -b, -h or -m only with \"-q -\"");
	if (optind == argc)
		app_fatal(EX_USAGE, "%s", m->usage);
	app_config(m->dir);
	log_to_stderr(true);
	return optind;
}

static bool
is_dash(const char *s)
{
	return strcmp(s, "-") == 0;
}

void
mapquery_show(const struct maptool *m, struct span key, struct span value,
    bool pair)
{
	struct buf line = BUF_INIT;

	if (m->json) {
		buf_addc(&line, '{');
		json_string(&line, key);
		buf_adds(&line, ": ");
		json_string(&line, value);
		buf_addc(&line, '}');
	} else {
		if (pair) {
			buf_addspan(&line, key);
			buf_adds(&line, m->alias ? ":\t" : "\t");
		}
		buf_addspan(&line, value);
	}
	buf_addc(&line, '\n');
	fwrite(line.s, 1, line.len, stdout);
	buf_clear(&line);
}

/* A trouble of the table's is no answer: not "absent", which is status 1. */
static void
stop(const struct why *w)
{
	app_fatal(EX_TEMPFAIL, "%s", w->text.s);
}

struct mapset {
	struct table	**tables;
	size_t		 n;
	struct buf	 value;
};

static void
mapset_close(struct mapset *s)
{
	for (size_t i = 0; i < s->n; i++)
		table_close(s->tables[i]);
	free(s->tables);
	buf_clear(&s->value);
}

bool
mapset_get(struct mapset *s, struct span key)
{
	struct why w = WHY_INIT;
	enum found got = ABSENT;

	for (size_t i = 0; got == ABSENT && i < s->n; i++) {
		got = table_get(s->tables[i], key, &s->value, &w);
		if (got == FOUND && s->value.len == 0)
			log_warn("table %s: key %.*s: empty string result is "
			    "not allowed", table_spec(s->tables[i]),
			    SPAN_FMT(key));
	}
	if (got == FAILED) {
		mapset_close(s);
		stop(&w);
	}
	return got == FOUND;
}

struct span
mapset_value(const struct mapset *s)
{
	return buf_span(&s->value);
}

/* Lines of standard input, each a key. */
static int
query_lines(const struct maptool *m, struct mapset *set)
{
	struct source in;
	struct span key;
	struct why w = WHY_INIT;
	enum found got;
	int status = 1;

	source_from(&in, dup(STDIN_FILENO), "standard input");
	while ((got = source_physical(&in, &key, &w)) == FOUND)
		if (mapset_get(set, key)) {
			mapquery_show(m, key, mapset_value(set), true);
			status = EX_OK;
		}
	if (got == FAILED)
		stop(&w);
	source_close(&in);
	return status;
}

static struct table *
open_or_stop(const struct maptool *m, const char *spec, unsigned more)
{
	struct why w = WHY_INIT;
	struct table *t = table_open(span_str(spec), m->flags | more, &w);

	if (t == NULL)
		stop(&w);
	return t;
}

static int
ask(const struct maptool *m, struct mapset *set)
{
	struct span key = span_str(m->query);

	if (m->header || m->body)
		return mapquery_message(m, set);
	if (is_dash(m->query))
		return query_lines(m, set);
	if (!mapset_get(set, key))
		return 1;
	mapquery_show(m, key, mapset_value(set), false);
	return EX_OK;
}

static int
query(const struct maptool *m, int argc, char **argv)
{
	struct mapset set = { .n = (size_t)argc, .value = BUF_INIT };
	unsigned more = m->alias ? TABLE_ALIAS : 0;

	set.tables = mem_array(set.n, sizeof(struct table *));
	for (size_t i = 0; i < set.n; i++)
		set.tables[i] = open_or_stop(m, argv[i], more);
	int status = ask(m, &set);
	mapset_close(&set);
	return status;
}

static int
list(const struct maptool *m, char **argv)
{
	struct buf key = BUF_INIT, value = BUF_INIT;
	struct why w = WHY_INIT;

	for (; *argv != NULL; argv++) {
		struct table *t = open_or_stop(m, *argv, TABLE_LISTED |
		    (m->alias ? TABLE_ALIAS : 0));
		enum found got;

		for (bool first = true; (got = table_next(t, first, &key,
		    &value, &w)) == FOUND; first = false)
			mapquery_show(m, buf_span(&key), buf_span(&value), true);
		if (got == FAILED)
			stop(&w);
		table_close(t);
	}
	buf_clear(&key);
	buf_clear(&value);
	return EX_OK;
}

int
maptool_run(const struct maptool *m, int argc, char **argv)
{
	int status = EX_OK, one;

	if (m->query != NULL)
		return query(m, argc, argv);
	if (m->list)
		return list(m, argv);
	if (m->del != NULL)
		status = 1;
	for (; *argv != NULL; argv++) {
		struct span spec = span_str(*argv);

		one = m->edit || m->del != NULL ? mapbuild_change(m, spec) :
		    mapbuild_make(m, spec);
		if (m->del != NULL ? one == EX_OK || one > 1 : one != EX_OK)
			status = one;
	}
	return status;
}
