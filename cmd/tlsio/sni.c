/* SPDX-License-Identifier: ISC */
#include "sni.h"

#include <stdlib.h>

#include "base/mem.h"
#include "wire/domain.h"

enum { FLAGS = TABLE_FOLD | TABLE_BASE64 };

static bool
names_files(struct span spec)
{
	return span_starts(spec, SPAN("texthash:")) ||
	    span_starts(spec, SPAN("inline:"));
}

/* Earlier tables win. */
static void
keep(struct sni *s, struct span name, struct span pem)
{
	struct buf lower = BUF_INIT;

	buf_addlower(&lower, name);
	if (htab_get(&s->text, buf_span(&lower)) == NULL) {
		struct buf *b = mem_alloc(sizeof(*b));

		buf_init(b);
		buf_set(b, pem);
		htab_put(&s->text, buf_span(&lower), b);
	}
	buf_clear(&lower);
}

static void
read_table(struct sni *s, struct span spec)
{
	struct buf key = BUF_INIT, value = BUF_INIT;
	struct why w = WHY_INIT;
	struct table *t = table_open(spec, FLAGS | TABLE_LISTED, &w);
	enum found got = t == NULL ? FAILED : FOUND;

	for (bool first = true; got == FOUND; first = false) {
		got = table_next(t, first, &key, &value, &w);
		if (got == FOUND)
			keep(s, buf_span(&key), buf_span(&value));
	}
	if (got == FAILED)
		buf_set(&s->bad, buf_span(&w.text));
	if (t != NULL)
		table_close(t);
	why_clear(&w);
	buf_clear(&key);
	buf_clear(&value);
}

void
sni_open(struct sni *s, const char *tables)
{
	struct span list = span_str(tables), spec;
	struct buf others = BUF_INIT;

	*s = (struct sni){ .text = HTAB_INIT, .bad = BUF_INIT };
	while (span_element(&list, &spec)) {
		s->on = true;
		if (names_files(spec))
			read_table(s, spec);
		else
			buf_addf(&others, " %.*s", SPAN_FMT(spec));
	}
	s->maps = maps_open(buf_span(&others), FLAGS);
	buf_clear(&others);
}

void
sni_close(struct sni *s)
{
	size_t at = 0;
	struct span key;
	void *value;

	while (htab_next(&s->text, &at, &key, &value)) {
		struct buf *b = value;

		buf_clear(b);
		free(b);
	}
	htab_clear(&s->text);
	maps_close(s->maps);
	buf_clear(&s->bad);
}

static enum found
find_one(struct sni *s, struct span name, struct buf *pem, struct why *w)
{
	const struct buf *b = htab_get(&s->text, name);

	if (b == NULL)
		return maps_get(s->maps, name, pem, w);
	buf_set(pem, buf_span(b));
	return FOUND;
}

enum found
sni_find(struct sni *s, struct span name, struct buf *pem, struct why *w)
{
	struct buf lower = BUF_INIT;
	enum found got = ABSENT;

	if (!s->on || !domain_ok(name, false))
		return ABSENT;
	if (s->bad.len > 0) {
		why_temp(w, "4.3.0", "%s", s->bad.s);
		return FAILED;
	}
	buf_addlower(&lower, name);
	for (struct span rest = buf_span(&lower); got == ABSENT;) {
		got = find_one(s, rest, pem, w);
		size_t dot = span_find(span_from(rest, 1), '.');
		if (dot == SPAN_NONE)
			break;
		rest = span_from(rest, dot + 1);
	}
	buf_clear(&lower);
	return got;
}
