/* SPDX-License-Identifier: ISC
 *
 * inline:{ key=value, { key = text with blanks } }
 */
#include "table/memtable.h"

#include <stdlib.h>

static bool
unbrace(struct span *s)
{
	if (s->len < 2 || s->p[0] != '{' || s->p[s->len - 1] != '}')
		return false;
	*s = span_trim(span_head(span_from(*s, 1), s->len - 2));
	return true;
}

static const char *
add_pair(struct memtable *m, struct span item)
{
	bool braced = unbrace(&item);
	size_t eq = span_find(item, '=');

	if (eq == SPAN_NONE)
		return "expected \"name=value\"";
	struct span key = span_trim(span_head(item, eq));
	struct span value = span_from(item, eq + 1);
	if (braced)
		value = span_trim(value);
	if (key.len == 0)
		return "missing key before \"=\"";
	if (value.len == 0)
		return "missing value after \"=\"";
	memtable_add(m, key, value, 0, false);
	return NULL;
}

static struct table *
inline_open(struct span name, unsigned flags, struct why *w)
{
	struct span rest = name, item;
	const char *bad = NULL;

	if (!unbrace(&rest)) {
		why_temp(w, "4.3.5", "bad inline table: need inline:{...}");
		return NULL;
	}
	struct memtable *m = memtable_new("inline", flags);
	m->t.owned = true;
	while (bad == NULL && span_element(&rest, &item))
		bad = add_pair(m, item);
	if (bad == NULL && m->first == NULL)
		bad = "empty table";
	if (bad == NULL)
		return &m->t;
	why_temp(w, "4.3.5", "bad inline table: %s: \"inline:%.*s\"", bad,
	    SPAN_FMT(name));
	memtable_close(&m->t);
	table_drop(&m->t);
	return NULL;
}

const struct table_type table_inline = {
	.name = "inline", .text = true, .fixed = true, .open = inline_open,
	.get = memtable_get, .next = memtable_next, .close = memtable_close,
};
