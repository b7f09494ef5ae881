/* SPDX-License-Identifier: ISC */
#include "orders.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"

enum { MOST = 1000 };		/* of one message; what is beyond is left out */

void
orders_clear(struct orders *o)
{
	for (size_t i = 0; i < o->n; i++)
		free(o->list[i].value);
	free(o->list);
	*o = (struct orders){ NULL, 0 };
}

static struct order *
find(const struct orders *o, const char *name)
{
	for (size_t i = 0; i < o->n; i++)
		if (strcmp(o->list[i].name, name) == 0)
			return &o->list[i];
	return NULL;
}

bool
orders_has(const struct orders *o, const char *name)
{
	return find(o, name) != NULL;
}

static char *
cleaned(struct span value)
{
	char *s = span_dup(value);

	for (size_t i = 0; i < value.len; i++)
		if (ascii_ctrl(s[i]))
			s[i] = ' ';
	return s;
}

void
orders_add(struct orders *o, const char *name, struct span value)
{
	if (o->n == MOST)
		return;
	o->list = mem_resize(o->list, o->n + 1, sizeof(*o->list));
	o->list[o->n++] = (struct order){ .name = name,
	    .value = cleaned(value) };
}

void
orders_set(struct orders *o, const char *name, struct span value)
{
	struct order *old = find(o, name);

	if (old == NULL) {
		orders_add(o, name, value);
		return;
	}
	free(old->value);
	old->value = cleaned(value);
	old->said = false;
}

void
orders_say(struct orders *o, struct submit *s, bool anew)
{
	for (size_t i = 0; i < o->n; i++) {
		struct order *r = &o->list[i];

		if (!r->said || anew)
			submit_fact(s, r->name, span_str(r->value));
		r->said = true;
	}
}
