/* SPDX-License-Identifier: ISC */
#include "base/pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct pool_block {
	struct pool_block *next;
	size_t		   used, size;
	max_align_t	   data[];
};

enum { BLOCK = 4000, ALIGN = _Alignof(max_align_t) };

void
pool_clear(struct pool *p)
{
	struct pool_block *next;

	for (struct pool_block *b = p->blocks; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	p->blocks = NULL;
}

void *
pool_alloc(struct pool *p, size_t size)
{
	struct pool_block *b = p->blocks;

	if (size > SIZE_MAX / 2)
		abort();
	size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (b == NULL || b->size - b->used < size) {
		size_t room = size > BLOCK ? size : BLOCK;

		b = mem_alloc(sizeof(*b) + room);
		b->size = room;
		b->next = p->blocks;
		p->blocks = b;
	}
	void *at = (char *)b->data + b->used;
	b->used += size;
	return at;
}

char *
pool_str(struct pool *p, struct span s)
{
	char *copy = pool_alloc(p, s.len + 1);

	if (s.len > 0)
		memcpy(copy, s.p, s.len);
	return copy;
}

struct span
pool_span(struct pool *p, struct span s)
{
	return (struct span){ pool_str(p, s), s.len };
}
