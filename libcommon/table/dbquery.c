/* SPDX-License-Identifier: ISC */
#include "table/dbquery.h"

#include "base/utf8.h"

static enum found
check_formats(struct dbquery *q, struct why *w)
{
	const char *bad = template_check(q->query);

	if (bad != NULL)
		return table_fail_at(w, q->conf.name, 0, "query: %s", bad);
	bad = template_check(q->result_format);
	if (bad != NULL)
		return table_fail_at(w, q->conf.name, 0, "result_format: %s",
		    bad);
	return FOUND;
}

enum found
dbquery_open(struct dbquery *q, struct span name, const char *query_name,
    struct why *w)
{
	buf_init(&q->t.folded);
	buf_init(&q->text);
	q->t.fixed = true;
	if (dbconf_open(&q->conf, &q->t, name, w) != FOUND)
		return FAILED;
	q->query = dbconf_str(&q->conf, query_name, "");
	q->result_format = dbconf_str(&q->conf, "result_format", "%s");
	const char *domain = dbconf_str(&q->conf, "domain", "");
	if (*domain != '\0')
		q->domains = matchlist_open(span_str(domain), MATCH_NAMES);
	if (dbconf_int(&q->conf, "expansion_limit", 0, 0, INT64_MAX, &q->limit,
	    w) != FOUND)
		return FAILED;
	return check_formats(q, w);
}

void
dbquery_clear(struct dbquery *q)
{
	matchlist_close(q->domains);
	dbconf_clear(&q->conf);
	buf_clear(&q->text);
}

/* With a list of domains only whole addresses are asked for. */
static enum found
in_domains(struct dbquery *q, struct span key, struct why *w)
{
	size_t at = span_rfind(key, '@');

	if (q->domains == NULL)
		return FOUND;
	if (at == SPAN_NONE || at == 0)
		return ABSENT;
	return matchlist_match(q->domains, span_from(key, at + 1), SPAN(""), w);
}

enum found
dbquery_begin(struct dbquery *q, struct span key, template_quote *quote,
    void *arg, struct why *w)
{
	q->results = 0;
	buf_reset(&q->text);
	if (!utf8_ok(key) || span_find(key, '\0') != SPAN_NONE)
		return ABSENT;
	enum found got = in_domains(q, key, w);
	if (got != FOUND)
		return got;
	if (!template_fits(q->result_format, key) ||
	    !template_query(&q->text, q->query, key, quote, arg))
		return ABSENT;
	return FOUND;
}

enum found
dbquery_add(struct dbquery *q, struct span key, struct span result,
    struct buf *value, struct why *w)
{
	size_t start = value->len;

	if (result.len == 0)
		return FOUND;
	if (start > 0)
		buf_addc(value, ',');
	if (!template_result(value, q->result_format, result, key)) {
		buf_cut(value, start);
		return FOUND;
	}
	if (q->limit > 0 && ++q->results > (size_t)q->limit)
		return table_fail_at(w, q->conf.name, 0,
		    "more results than expansion_limit (%lld) for \"%.*s\"",
		    (long long)q->limit, SPAN_FMT(key));
	return FOUND;
}

const char *
dbquery_legacy(struct dbquery *q)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "SELECT %s FROM %s WHERE %s='%%s' %s",
	    dbconf_str(&q->conf, "select_field", ""),
	    dbconf_str(&q->conf, "table", ""),
	    dbconf_str(&q->conf, "where_field", ""),
	    dbconf_str(&q->conf, "additional_conditions", ""));
	const char *s = pool_str(&q->conf.strings, buf_span(&b));
	buf_clear(&b);
	return s;
}
