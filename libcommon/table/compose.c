/* SPDX-License-Identifier: ISC
 *
 * Tables made of tables: unionmap:{...} (all values), pipemap:{...} (the value
 * of one is the key of the next), debug:type:name (tells what is asked).
 */
#include <stdlib.h>

#include "conf/value.h"
#include "sys/log.h"
#include "table/type.h"

struct compose {
	struct table	 t;
	struct table	**part;
	size_t		 n;
	struct buf	 one;
};

static void
add_part(struct compose *c, struct table *part)
{
	c->part = mem_resize(c->part, c->n + 1, sizeof(struct table *));
	c->part[c->n++] = part;
}

static struct compose *
compose_new(void)
{
	struct compose *c = mem_alloc(sizeof(*c));

	buf_init(&c->t.folded);
	buf_init(&c->one);
	c->t.fixed = true;
	return c;
}

static void
compose_close(struct table *t)
{
	struct compose *c = (struct compose *)t;

	for (size_t i = 0; i < c->n; i++)
		table_close(c->part[i]);
	free(c->part);
	buf_clear(&c->one);
}

static struct table *
give_up(struct compose *c)
{
	compose_close(&c->t);
	table_drop(&c->t);
	return NULL;
}

/* Parts of a key make sense only if they do for all; an owner is one only if
 * all have the same. */
static void
sum_up(struct compose *c)
{
	uid_t uid;

	c->t.owned = true;
	for (size_t i = 0; i < c->n; i++) {
		c->t.fixed &= table_is_fixed(c->part[i]);
		c->t.owned &= table_owner(c->part[i], &uid) &&
		    (i == 0 || uid == c->t.owner);
		c->t.owner = uid;
	}
}

static struct table *
compose_open(struct span name, unsigned flags, struct why *w)
{
	struct span list = value_unbrace(name), item;
	struct compose *c = compose_new();

	if (list.len == name.len || span_trim(list).len == 0) {
		why_temp(w, "4.3.5", "need {type:name, type:name...}");
		return give_up(c);
	}
	while (span_element(&list, &item)) {
		struct table *part = table_open(item, flags, w);

		if (part == NULL)
			return give_up(c);
		add_part(c, part);
	}
	sum_up(c);
	return &c->t;
}

static bool
compose_changed(const struct table *t)
{
	const struct compose *c = (const struct compose *)t;

	for (size_t i = 0; i < c->n; i++)
		if (table_changed(c->part[i]))
			return true;
	return false;
}

static enum found
union_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct compose *c = (struct compose *)t;
	bool any = false;

	for (size_t i = 0; i < c->n; i++) {
		enum found got = table_get(c->part[i], key, &c->one, w);

		if (got == FAILED)
			return FAILED;
		if (got == ABSENT)
			continue;
		if (any)
			buf_addc(value, ',');
		buf_addspan(value, buf_span(&c->one));
		any = true;
	}
	return any ? FOUND : ABSENT;
}

static enum found
pipe_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct compose *c = (struct compose *)t;
	enum found got = FOUND;

	for (size_t i = 0; got == FOUND && i < c->n; i++) {
		got = table_get(c->part[i], key, value, w);
		buf_set(&c->one, buf_span(value));
		key = buf_span(&c->one);
	}
	return got;
}

static struct table *
debug_open(struct span name, unsigned flags, struct why *w)
{
	struct compose *c = compose_new();
	struct table *part = table_open(name, flags, w);

	if (part == NULL)
		return give_up(c);
	add_part(c, part);
	sum_up(c);
	return &c->t;
}

static enum found
debug_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct compose *c = (struct compose *)t;
	enum found got = table_get(c->part[0], key, value, w);

	log_info("%s lookup: \"%.*s\" = \"%s\"", table_spec(c->part[0]),
	    SPAN_FMT(key), got == FOUND ? value->s : got == ABSENT ?
	    "not_found" : "error");
	return got;
}

static enum found
debug_next(struct table *t, bool first, struct buf *key, struct buf *value,
    struct why *w)
{
	return table_next(((struct compose *)t)->part[0], first, key, value, w);
}

const struct table_type table_unionmap = {
	.name = "unionmap", .open = compose_open, .get = union_get,
	.close = compose_close, .changed = compose_changed,
};

const struct table_type table_pipemap = {
	.name = "pipemap", .open = compose_open, .get = pipe_get,
	.close = compose_close, .changed = compose_changed,
};

const struct table_type table_debug = {
	.name = "debug", .open = debug_open, .get = debug_get,
	.next = debug_next, .close = compose_close, .changed = compose_changed,
};
