/* SPDX-License-Identifier: ISC */
#include "route/addrs.h"

#include <stdlib.h>

#include "base/mem.h"

void
addrs_clear(struct addrs *l)
{
	for (size_t i = 0; i < l->cap; i++)
		buf_clear(&l->a[i]);
	free(l->a);
	*l = (struct addrs)ADDRS_INIT;
}

void
addrs_reset(struct addrs *l)
{
	l->n = 0;
}

void
addrs_add(struct addrs *l, struct span addr)
{
	if (l->n == l->cap) {
		size_t cap = l->cap > 0 ? l->cap * 2 : 4;

		l->a = mem_resize(l->a, cap, sizeof(*l->a));
		while (l->cap < cap)
			buf_init(&l->a[l->cap++]);
	}
	buf_set(&l->a[l->n++], addr);
}

struct span
addrs_get(const struct addrs *l, size_t i)
{
	return buf_span(&l->a[i]);
}
