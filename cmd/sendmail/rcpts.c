/* SPDX-License-Identifier: ISC */
#include "rcpts.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "msg/address.h"

void
rcpts_clear(struct rcpts *r)
{
	pool_clear(&r->pool);
	free(r->list);
	free(r->resent);
	buf_clear(&r->bad);
	*r = (struct rcpts)RCPTS_INIT;
}

static void
add(struct rcpts *r, struct span **list, size_t *n, struct span addr)
{
	if (*n == 0 || (*n >= 8 && (*n & (*n - 1)) == 0))
		*list = mem_resize(*list, *n == 0 ? 8 : *n * 2, sizeof(addr));
	(*list)[(*n)++] = pool_span(&r->pool, addr);
}

static bool
add_list(struct rcpts *r, struct span **list, size_t *n, struct span text)
{
	struct address a = ADDRESS_INIT;
	struct address_list l;
	bool good = true;

	address_list_init(&l, text, SIZE_MAX);
	while (good && address_next(&l, &a)) {
		good = !a.bad;
		if (good)
			add(r, list, n, buf_span(&a.text));
		else
			buf_set(&r->bad, a.raw);
	}
	address_clear(&a);
	return good;
}

bool
rcpts_argument(struct rcpts *r, const char *text)
{
	bool good = true;

	if (span_trim(span_str(text)).len == 0)
		add(r, &r->list, &r->n, SPAN(""));
	else
		good = add_list(r, &r->list, &r->n, span_str(text));
	r->nargs = r->n;
	return good;
}

bool
rcpts_header(struct rcpts *r, const struct header *h)
{
	unsigned flags = header_flags(h->id);

	if (!(flags & HEADER_IS_EXTRACT))
		return true;
	if (flags & HEADER_IS_RESENT) {
		r->is_resent = true;
		return add_list(r, &r->resent, &r->nresent, h->body);
	}
	return add_list(r, &r->list, &r->n, h->body);
}

void
rcpts_settle(struct rcpts *r)
{
	if (!r->is_resent)
		return;
	r->n = r->nargs;
	for (size_t i = 0; i < r->nresent; i++)
		add(r, &r->list, &r->n, r->resent[i]);
}
