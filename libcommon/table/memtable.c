/* SPDX-License-Identifier: ISC */
#include "table/memtable.h"

#include <stdlib.h>

struct memtable *
memtable_new(const char *path, unsigned flags)
{
	struct memtable *m = mem_alloc(sizeof(*m));

	m->by_key = (struct htab)HTAB_INIT;
	m->pool = (struct pool)POOL_INIT;
	buf_init(&m->t.folded);
	m->t.fixed = true;
	m->t.flags = flags;
	m->last = &m->first;
	m->path = mem_str(path);
	return m;
}

bool
memtable_add(struct memtable *m, struct span key, struct span value,
    size_t line, bool bad)
{
	struct buf lower = BUF_INIT;
	struct memtable_entry *e;

	if (m->t.flags & TABLE_FOLD) {
		buf_addlower(&lower, key);
		key = buf_span(&lower);
	}
	bool fresh = !htab_has(&m->by_key, key);
	if (fresh) {
		e = pool_alloc(&m->pool, sizeof(*e));
		e->key = pool_span(&m->pool, key);
		e->value = bad ? (struct span){ NULL, 0 } :
		    pool_span(&m->pool, value);
		e->line = line;
		htab_put(&m->by_key, e->key, e);
		*m->last = e;
		m->last = &e->next;
	}
	buf_clear(&lower);
	return fresh;
}

enum found
memtable_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct memtable *m = (struct memtable *)t;
	const struct memtable_entry *e = htab_get(&m->by_key, key);

	if (e == NULL)
		return ABSENT;
	t->line = e->line;
	if (e->value.p == NULL)
		return table_fail_at(w, m->path, e->line,
		    "expected format: key whitespace value");
	buf_addspan(value, e->value);
	return FOUND;
}

enum found
memtable_next(struct table *t, bool first, struct buf *key, struct buf *value,
    struct why *w)
{
	struct memtable *m = (struct memtable *)t;

	m->at = first ? m->first : m->at->next;
	while (m->at != NULL && m->at->value.p == NULL)
		m->at = m->at->next;
	if (m->at == NULL)
		return ABSENT;
	buf_set(key, m->at->key);
	buf_set(value, m->at->value);
	return FOUND;
}

void
memtable_close(struct table *t)
{
	struct memtable *m = (struct memtable *)t;

	htab_clear(&m->by_key);
	pool_clear(&m->pool);
	free(m->path);
}
