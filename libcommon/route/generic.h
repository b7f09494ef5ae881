/* SPDX-License-Identifier: ISC
 *
 * route/generic - an address of this host as the world may see it
 *
 * Source:  Postfix generic(5): smtp_generic_maps, when mail leaves by SMTP.
 * Owns:    nothing; the tables belong to the caller.
 * Errors:  OUT_TEMP when a table cannot answer.
 * Effects: those of table/table; log_warn for an entry with several addresses.
 */
#ifndef ROUTE_GENERIC_H
#define ROUTE_GENERIC_H

#include "route/addrmap.h"

struct generic {
	struct maps	*maps;		/* NULL: there are none */
	enum param	 param;		/* P_smtp_generic_maps, ... */
	bool		 propagate;
};

/* Rewrites addr, in internal form, in place; once, never again and again. */
enum out	generic_apply(const struct generic *g, const struct addrmap *a,
		    struct buf *addr, struct explain *e, struct why *w);

#endif
