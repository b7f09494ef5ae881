/* SPDX-License-Identifier: ISC
 *
 * texthash: a postmap source that is read into memory as it is.
 */
#include "table/memtable.h"

#include <stdlib.h>

#include "sys/log.h"
#include "table/source.h"

static void
add_line(struct memtable *m, struct source *s, struct span line,
    struct buf *room)
{
	struct span key, value;
	const char *bad = source_pair(line, room, &key, &value);

	if (bad != NULL)
		log_warn("%s, line %zu: %s", s->path, s->first, bad);
	if (key.len > 0 &&
	    !memtable_add(m, key, value, s->first, bad != NULL))
		log_warn("%s, line %zu: duplicate entry: \"%.*s\"", s->path,
		    s->first, SPAN_FMT(key));
}

static struct table *
texthash_open(struct span name, unsigned flags, struct why *w)
{
	struct source s;
	struct span line;
	struct buf room = BUF_INIT;
	enum found got;
	char *path = span_dup(name);

	if (source_open(&s, path, w) != FOUND) {
		free(path);
		return NULL;
	}
	struct memtable *m = memtable_new(path, flags);
	m->t.owned = true;
	m->t.owner = s.st.st_uid;
	while ((got = source_next(&s, &line, w)) == FOUND)
		add_line(m, &s, line, &room);
	source_close(&s);
	buf_clear(&room);
	free(path);
	if (got == ABSENT)
		return &m->t;
	memtable_close(&m->t);
	free(m);
	return NULL;
}

const struct table_type table_texthash = {
	.name = "texthash", .fixed = true, .open = texthash_open,
	.get = memtable_get, .next = memtable_next, .close = memtable_close,
};
