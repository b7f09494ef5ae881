/* SPDX-License-Identifier: ISC */
#include "route/explain.h"

#include <stdlib.h>

#include "base/mem.h"
#include "conf/known.h"
#include "table/source.h"

void
explain_clear(struct explain *e)
{
	pool_clear(&e->pool);
	free(e->steps);
	*e = (struct explain)EXPLAIN_INIT;
}

void
explain_step(struct explain *e, enum explain_kind kind, struct span from,
    struct span to)
{
	if (e == NULL)
		return;
	if (e->n == e->cap) {
		e->cap = e->cap > 0 ? e->cap * 2 : 16;
		e->steps = mem_resize(e->steps, e->cap, sizeof(*e->steps));
	}
	e->steps[e->n++] = (struct explain_step){
		.kind = kind, .depth = e->depth,
		.from = pool_span(&e->pool, from),
		.to = pool_span(&e->pool, to),
		.table = SPAN(""), .key = SPAN(""), .file = SPAN(""),
		.note = SPAN(""),
	};
}

/* NULL when nobody listens, or nothing has been said yet. */
static struct explain_step *
last(struct explain *e)
{
	return e != NULL && e->n > 0 ? &e->steps[e->n - 1] : NULL;
}

void
explain_param(struct explain *e, enum param p)
{
	struct explain_step *s = last(e);

	if (s != NULL)
		s->param = known(p)->name;
}

/* "[proxy:]type:/file": the part behind the type. */
static struct span
source_name(struct span spec)
{
	const struct span proxy = SPAN("proxy:");
	size_t colon;

	if (span_casestarts(spec, proxy))
		spec = span_from(spec, proxy.len);
	colon = span_find(spec, ':');
	return colon == SPAN_NONE ? spec : span_from(spec, colon + 1);
}

/* Keys of aliases(5) end in a colon; keys with blanks stand in quotes. */
static bool
is_key(struct span written, struct span key)
{
	if (written.len > 1 && written.p[written.len - 1] == ':')
		written = span_head(written, written.len - 1);
	if (span_caseeq(written, key))
		return true;
	return written.len >= 2 && written.p[0] == '"' &&
	    written.p[written.len - 1] == '"' &&
	    span_caseeq(span_from(span_head(written, written.len - 1), 1), key);
}

/* The first line counts: so does postmap. */
static size_t
line_of(const char *path, struct span key)
{
	struct source s;
	struct span line, name, value;
	size_t found = 0;

	if (source_open(&s, path, NULL) != FOUND)
		return 0;
	while (found == 0 && source_next(&s, &line, NULL) == FOUND)
		if (source_pair(line, &name, &value) == NULL &&
		    is_key(name, key))
			found = s.first;
	source_close(&s);
	return found;
}

/* A table that is made of a text knows its line; for an indexed one the text
 * that it was made from, which may have changed since, is read. */
static void
find_line(struct explain_step *s, const struct table *t)
{
	struct span name = source_name(s->table);

	if (name.len == 0 || name.p[0] != '/')
		return;
	s->line = table_line(t);
	if (s->line == 0 && table_is_fixed(t)) {
		char *path = span_dup(name);

		s->line = line_of(path, s->key);
		free(path);
	}
	if (s->line > 0)
		s->file = name;
}

void
explain_maps(struct explain *e, enum param p, const struct maps *m)
{
	struct explain_step *s = last(e);

	if (s == NULL)
		return;
	explain_param(e, p);
	if (m == NULL || maps_table(m) == NULL)
		return;
	s->table = pool_span(&e->pool, span_str(table_spec(maps_table(m))));
	s->key = pool_span(&e->pool, span_str(maps_key(m)));
	find_line(s, maps_table(m));
}

void
explain_list(struct explain *e, enum param p, const struct matchlist *l)
{
	struct explain_step *s = last(e);

	if (s == NULL)
		return;
	explain_param(e, p);
	if (l != NULL)
		s->table = pool_span(&e->pool,
		    span_str(matchlist_pattern(l)));
}

void
explain_note(struct explain *e, const char *fmt, ...)
{
	struct explain_step *s = last(e);
	struct buf text = BUF_INIT;
	va_list ap;

	if (s == NULL)
		return;
	va_start(ap, fmt);
	buf_addfv(&text, fmt, ap);
	va_end(ap);
	s->note = pool_span(&e->pool, buf_span(&text));
	buf_clear(&text);
}

void
explain_down(struct explain *e)
{
	if (e != NULL)
		e->depth++;
}

void
explain_up(struct explain *e)
{
	if (e != NULL)
		e->depth--;
}

const char *
explain_word(enum explain_kind kind)
{
	static const char *const words[EXPLAIN_KINDS] = {
		[EXPLAIN_ADDRESS]	= "address",
		[EXPLAIN_REWRITE]	= "rewrite",
		[EXPLAIN_CANONICAL]	= "canonical",
		[EXPLAIN_MASQUERADE]	= "masquerade",
		[EXPLAIN_BCC]		= "bcc",
		[EXPLAIN_VIRTUAL]	= "virtual alias",
		[EXPLAIN_GENERIC]	= "generic",
		[EXPLAIN_CLASS]		= "class",
		[EXPLAIN_RELOCATED]	= "relocated",
		[EXPLAIN_TRANSPORT]	= "transport",
		[EXPLAIN_NEXTHOP]	= "next hop",
		[EXPLAIN_ALIAS]		= "alias",
		[EXPLAIN_FORWARD]	= "forward file",
		[EXPLAIN_MAILBOX]	= "mailbox",
		[EXPLAIN_FINAL]		= "final",
		[EXPLAIN_TROUBLE]	= "trouble",
	};

	return words[kind];
}
