/* SPDX-License-Identifier: ISC
 *
 * route/canonical - one address becomes another, wherever it stands
 *
 * Source:  Postfix canonical(5).
 * Owns:    nothing; the tables belong to the caller.
 * Errors:  OUT_TEMP when a table cannot answer.
 * Effects: those of table/table; log_warn for entries that name several
 *          addresses, or lead in a circle.
 */
#ifndef ROUTE_CANONICAL_H
#define ROUTE_CANONICAL_H

#include "route/addrmap.h"
#include "route/uses.h"

struct canonical {
	struct canonical_maps {
		struct maps	*maps;	/* NULL: there are none */
		enum param	 param;
		unsigned	 uses;	/* USE_ bits */
	}	sender, rcpt, both;
	bool	propagate;
};

/* Rewrites addr, in internal form, in place. use is one of USE_. */
enum out	canonical_apply(const struct canonical *c,
		    const struct addrmap *a, unsigned use, struct buf *addr,
		    struct explain *e, struct why *w);

#endif
