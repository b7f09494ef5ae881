/* SPDX-License-Identifier: ISC
 *
 * route/virtual - a recipient becomes those that it is an alias for
 *
 * Source:  Postfix virtual(5): virtual_alias_maps, for recipients of any
 *          domain, again and again until nothing is found.
 * Owns:    nothing; the tables belong to the caller.
 * Errors:  OUT_TEMP when a table cannot answer, or a limit is passed.
 * Effects: those of table/table.
 */
#ifndef ROUTE_VIRTUAL_H
#define ROUTE_VIRTUAL_H

#include "route/addrmap.h"

struct virtual {
	struct maps	*maps;			/* NULL: there are none */
	size_t		 recursion_limit, expansion_limit, length_limit;
	bool		 propagate;
};

/* What addr stands for, at last: to is emptied first. An address that stands
 * for itself, too, stays, and is not expanded a second time. */
enum out	virtual_expand(const struct virtual *v, const struct addrmap *a,
		    struct span addr, struct addrs *to, struct explain *e,
		    struct why *w);

#endif
