/* SPDX-License-Identifier: ISC */
#include "table/textfile.h"

#include <stdlib.h>

#include "sys/log.h"
#include "table/aliassrc.h"
#include "table/memtable.h"
#include "table/source.h"

struct reading {
	struct memtable	*m;
	struct source	*s;
	bool		 either;
	struct buf	 key, value;
	struct span	 k, v;
};

static bool
has_colon(struct span text)
{
	struct span word;

	return text.p[0] == '"' || (span_word(&text, " \t", &word) &&
	    span_find(word, ':') != SPAN_NONE);
}

static const char *
parse(struct reading *l, struct span text)
{
	buf_reset(&l->key);
	buf_reset(&l->value);
	if (!(l->m->t.flags & TABLE_ALIAS) || (l->either && !has_colon(text)))
		return source_pair(text, &l->k, &l->v);
	const char *bad = aliassrc_line(text, &l->key, &l->value);
	l->k = buf_span(&l->key);
	l->v = buf_span(&l->value);
	return bad;
}

static void
add_line(struct reading *l, struct span text)
{
	const char *bad = parse(l, text);

	if (bad != NULL)
		log_warn("%s, line %zu: %s", l->s->path, l->s->first, bad);
	if (l->k.len > 0 &&
	    !memtable_add(l->m, l->k, l->v, l->s->first, bad != NULL))
		log_warn("%s, line %zu: duplicate entry: \"%.*s\"",
		    l->s->path, l->s->first, SPAN_FMT(l->k));
}

struct table *
textfile_open(const char *path, unsigned flags, bool either, struct why *w)
{
	struct source s;
	struct reading l = { .s = &s, .either = either, .key = BUF_INIT,
	    .value = BUF_INIT };
	struct span text;
	enum found got;

	if (source_open(&s, path, w) != FOUND)
		return NULL;
	l.m = memtable_new(path, flags);
	l.m->t.type = &table_texthash;
	table_watch(&l.m->t, path, &s.st);
	while ((got = source_next(&s, &text, w)) == FOUND)
		add_line(&l, text);
	source_close(&s);
	buf_clear(&l.key);
	buf_clear(&l.value);
	if (got == ABSENT)
		return &l.m->t;
	memtable_close(&l.m->t);
	table_drop(&l.m->t);
	return NULL;
}
