/* SPDX-License-Identifier: ISC */
#include "table/dbhosts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sys/clock.h"
#include "sys/rand.h"

void
dbhosts_init(struct dbhosts *h, struct span list)
{
	struct span name;

	*h = (struct dbhosts){ 0 };
	while (span_element(&list, &name)) {
		h->v = mem_resize(h->v, h->n + 1, sizeof(*h->v));
		h->v[h->n++] = (struct dbhost){ .name = span_dup(name) };
	}
}

void
dbhosts_clear(struct dbhosts *h)
{
	for (size_t i = 0; i < h->n; i++)
		free(h->v[i].name);
	free(h->v);
}

void
dbhosts_begin(struct dbhosts *h)
{
	h->turn++;
	for (size_t i = 0; i < h->n; i++) {
		bool local = span_starts(span_str(h->v[i].name), SPAN("unix:"));

		h->v[i].order = (rand_u32() >> 1) | (local ? 0 : 1u << 31);
	}
}

struct dbhost *
dbhosts_next(struct dbhosts *h)
{
	struct dbhost *best = NULL;
	int64_t now = clock_ms();

	for (size_t i = 0; i < h->n; i++) {
		struct dbhost *x = &h->v[i];

		if (x->turn != h->turn && x->down_until <= now &&
		    (best == NULL || x->order < best->order))
			best = x;
	}
	if (best != NULL)
		best->turn = h->turn;
	return best;
}

void
dbhosts_down(struct dbhost *host, int64_t seconds)
{
	host->down_until = clock_ms() + seconds * 1000;
}
