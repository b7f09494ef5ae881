/* SPDX-License-Identifier: ISC
 *
 * route/masquerade - host.example.com is shown as example.com
 *
 * Source:  Postfix ADDRESS_REWRITING_README: masquerade_domains.
 * Owns:    nothing; the list of exceptions belongs to the caller.
 * Errors:  OUT_TEMP when the list of exceptions cannot answer.
 * Effects: those of table/matchlist.
 */
#ifndef ROUTE_MASQUERADE_H
#define ROUTE_MASQUERADE_H

#include "route/explain.h"
#include "route/uses.h"

struct masquerade {
	struct span	 domains;	/* the first that fits decides */
	struct matchlist *exceptions;	/* local parts; NULL: none */
	unsigned	 uses;		/* USE_ bits */
};

/* Changes the domain of addr, in internal form, in place. */
enum out	masquerade_apply(const struct masquerade *m, unsigned use,
		    struct buf *addr, struct explain *e, struct why *w);

#endif
