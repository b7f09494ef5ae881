/* SPDX-License-Identifier: ISC
 *
 * The types that need no file: static, fail, environ, internal, randmap.
 */
#include "table/type.h"

#include <stdlib.h>

#include "conf/value.h"
#include "sys/priv.h"
#include "sys/rand.h"

struct constant {
	struct table	 t;
	struct buf	 text;
};

static struct table *
open_text(struct span text)
{
	struct constant *c = mem_alloc(sizeof(*c));

	buf_init(&c->text);
	buf_init(&c->t.folded);
	buf_addspan(&c->text, text);
	c->t.owned = true;
	return &c->t;
}

static void
close_text(struct table *t)
{
	buf_clear(&((struct constant *)t)->text);
}

static struct table *
static_open(struct span name, unsigned flags, struct why *w)
{
	if (name.len >= 2 && name.p[0] == '{' && name.p[name.len - 1] == '}')
		name = span_trim(span_head(span_from(name, 1), name.len - 2));
	return open_text(name);
}

static enum found
static_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	buf_addspan(value, buf_span(&((struct constant *)t)->text));
	return FOUND;
}

static struct table *
fail_open(struct span name, unsigned flags, struct why *w)
{
	struct table *t = open_text(name);

	t->fixed = true;	/* so that each part of a key is asked for */
	return t;
}

/* Its name is the reason: so a table that could not be opened is kept. */
static enum found
fail_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	why_temp(w, "4.3.5", "%s: %s", t->spec,
	    ((struct constant *)t)->text.s);
	return FAILED;
}

/* A set-gid program has an environment that the caller made up. */
static struct table *
environ_open(struct span name, unsigned flags, struct why *w)
{
	if (priv_is_setid() || (flags & TABLE_SENSITIVE)) {
		why_temp(w, "4.3.5",
		    "the environment is not to be trusted here");
		return NULL;
	}
	struct table *t = open_text(name);
	t->fixed = true;
	return t;
}

static enum found
environ_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	char *name = span_dup(key);
	const char *s = getenv(name);

	if (s != NULL)
		buf_adds(value, s);
	free(name);
	return s != NULL ? FOUND : ABSENT;
}

/* What one process would remember another never sees: always empty. */
static struct table *
internal_open(struct span name, unsigned flags, struct why *w)
{
	return fail_open(name, flags, w);
}

static enum found
internal_get(struct table *t, struct span key, struct buf *value,
    struct why *w)
{
	return ABSENT;
}

static struct table *
randmap_open(struct span name, unsigned flags, struct why *w)
{
	struct span list = value_unbrace(name), item;

	if (list.len == name.len || !span_element(&list, &item)) {
		why_temp(w, "4.3.5", "need randmap:{value, value...}");
		return NULL;
	}
	return open_text(value_unbrace(name));
}

static enum found
randmap_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct span all = buf_span(&((struct constant *)t)->text), list, item;
	uint32_t n = 0;

	for (list = all; span_element(&list, &item); n++)
		continue;
	n = rand_u32() % n;
	for (list = all; span_element(&list, &item); n--)
		if (n == 0)
			break;
	buf_addspan(value, item);
	return FOUND;
}

const struct table_type table_internal = {
	.name = "internal", .open = internal_open, .get = internal_get,
	.close = close_text,
};

const struct table_type table_randmap = {
	.name = "randmap", .text = true, .open = randmap_open, .get = randmap_get,
	.close = close_text,
};

const struct table_type table_static = {
	.name = "static", .text = true, .open = static_open,
	.get = static_get, .close = close_text,
};

const struct table_type table_fail = {
	.name = "fail", .open = fail_open, .get = fail_get,
	.close = close_text,
};

const struct table_type table_environ = {
	.name = "environ", .text = true, .open = environ_open,
	.get = environ_get, .close = close_text,
};
