/* SPDX-License-Identifier: ISC
 *
 * route/addrs - a list of addresses, in internal form
 *
 * Source:  none.
 * Owns:    copies of the addresses, until addrs_clear.
 * Errors:  none.
 * Effects: none.
 */
#ifndef ROUTE_ADDRS_H
#define ROUTE_ADDRS_H

#include "base/buf.h"

struct addrs {
	struct buf	*a;
	size_t		 n, cap;	/* what is in a[n..cap) is room */
};

#define ADDRS_INIT	{ NULL, 0, 0 }

void	addrs_clear(struct addrs *l);
void	addrs_reset(struct addrs *l);		/* empties, keeps the memory */
void	addrs_add(struct addrs *l, struct span addr);
struct span	addrs_get(const struct addrs *l, size_t i);

#endif
