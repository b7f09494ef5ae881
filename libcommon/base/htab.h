/* SPDX-License-Identifier: ISC
 *
 * base/htab - a hash table from byte strings to pointers
 *
 * Source:  none. The hash is keyed at random once a process, so strangers
 *          cannot choose keys that collide.
 * Owns:    copies of the keys; values belong to the caller.
 * Errors:  none.
 * Effects: none.
 */
#ifndef BASE_HTAB_H
#define BASE_HTAB_H

#include <stddef.h>

#include "base/span.h"

struct htab_slot;

struct htab {
	struct htab_slot *slots;
	size_t		  n, cap;
};

#define HTAB_INIT	{ NULL, 0, 0 }

void	htab_clear(struct htab *h);
void	*htab_get(const struct htab *h, struct span key);	/* NULL if absent */
bool	htab_has(const struct htab *h, struct span key);
/* Puts value under key; returns the value that was there, or NULL. */
void	*htab_put(struct htab *h, struct span key, void *value);
/* Adds key; false when it was there already. */
bool	htab_add(struct htab *h, struct span key);
/* Walks all entries in no order: start with *at = 0. */
bool	htab_next(const struct htab *h, size_t *at, struct span *key, void **value);

#endif
