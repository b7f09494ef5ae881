/* SPDX-License-Identifier: ISC */
#include "base/htab.h"

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"

struct htab_slot {
	char	*key;		/* NULL: free */
	size_t	 len;
	uint64_t hash;
	void	*value;
};

static char present;		/* what htab_add stores */

/* The address of the table's own storage and the clock vary from process to
 * process; mixing in every byte with a multiply-xorshift spreads them. */
static uint64_t
seed(void)
{
	static uint64_t key;

	if (key == 0) {
		struct timespec ts;

		clock_gettime(CLOCK_MONOTONIC, &ts);
		key = ((uint64_t)(uintptr_t)&ts << 20) ^
		    (uint64_t)ts.tv_nsec * 0x9e3779b97f4a7c15u;
		key |= 1;
	}
	return key;
}

static uint64_t
hash_of(struct span s)
{
	uint64_t h = seed() ^ s.len;

	for (size_t i = 0; i < s.len; i++) {
		h ^= (unsigned char)s.p[i];
		h *= 0xff51afd7ed558ccdu;
		h ^= h >> 32;
	}
	return h;
}

static struct htab_slot *
find(const struct htab *h, struct span key, uint64_t hash)
{
	size_t i = hash & (h->cap - 1);

	for (;; i = (i + 1) & (h->cap - 1)) {
		struct htab_slot *s = &h->slots[i];

		if (s->key == NULL || (s->hash == hash && s->len == key.len &&
		    memcmp(s->key, key.p, key.len) == 0))
			return s;
	}
}

static void
grow(struct htab *h)
{
	struct htab old = *h;

	h->cap = old.cap > 0 ? old.cap * 2 : 16;
	h->slots = mem_array(h->cap, sizeof(*h->slots));
	for (size_t i = 0; i < old.cap; i++) {
		struct htab_slot *s = &old.slots[i];

		if (s->key != NULL)
			*find(h, (struct span){ s->key, s->len }, s->hash) = *s;
	}
	free(old.slots);
}

void
htab_clear(struct htab *h)
{
	for (size_t i = 0; i < h->cap; i++)
		free(h->slots[i].key);
	free(h->slots);
	*h = (struct htab)HTAB_INIT;
}

void *
htab_get(const struct htab *h, struct span key)
{
	if (h->n == 0)
		return NULL;
	struct htab_slot *s = find(h, key, hash_of(key));
	return s->key != NULL ? s->value : NULL;
}

bool
htab_has(const struct htab *h, struct span key)
{
	return h->n > 0 && find(h, key, hash_of(key))->key != NULL;
}

void *
htab_put(struct htab *h, struct span key, void *value)
{
	uint64_t hash = hash_of(key);

	if (h->cap == 0 || h->n >= h->cap - h->cap / 4)
		grow(h);
	struct htab_slot *s = find(h, key, hash);
	void *old = s->value;
	if (s->key == NULL) {
		*s = (struct htab_slot){ span_dup(key), key.len, hash, NULL };
		h->n++;
	}
	s->value = value;
	return old;
}

bool
htab_add(struct htab *h, struct span key)
{
	return htab_put(h, key, &present) == NULL;
}

bool
htab_next(const struct htab *h, size_t *at, struct span *key, void **value)
{
	for (; *at < h->cap; ++*at) {
		const struct htab_slot *s = &h->slots[*at];

		if (s->key == NULL)
			continue;
		*key = (struct span){ s->key, s->len };
		if (value != NULL)
			*value = s->value;
		++*at;
		return true;
	}
	return false;
}
