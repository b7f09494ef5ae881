/* SPDX-License-Identifier: ISC
 *
 * base/pool - an arena for things that die together
 *
 * Source:  none.
 * Owns:    all that was allocated from it, until pool_clear.
 * Errors:  none (see base/mem).
 * Effects: none.
 */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

#include "base/span.h"

struct pool_block;

struct pool {
	struct pool_block *blocks;
};

#define POOL_INIT	{ NULL }

void	pool_clear(struct pool *p);
void	*pool_alloc(struct pool *p, size_t size);	/* zeroed, aligned */
char	*pool_str(struct pool *p, struct span s);	/* copy with a NUL */
struct span	pool_span(struct pool *p, struct span s);	/* copy */

#endif
