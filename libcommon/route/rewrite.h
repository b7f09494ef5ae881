/* SPDX-License-Identifier: ISC
 *
 * route/rewrite - an address as it was given becomes user@domain
 *
 * Source:  Postfix trivial-rewrite(8), but for what needs tables.
 * Owns:    nothing; strings are conf/param's, output goes to a buf of the
 *          caller.
 * Errors:  none: what cannot be completed stays as it is.
 * Effects: none.
 */
#ifndef ROUTE_REWRITE_H
#define ROUTE_REWRITE_H

#include "route/explain.h"

/* Where an address comes from decides how a bare one is completed. */
enum rewrite_context {
	REWRITE_LOCAL,		/* with myorigin and mydomain */
	REWRITE_REMOTE,		/* with remote_header_rewrite_domain */
	REWRITE_NONE
};

struct rewrite {
	const char	*origin, *domain, *remote;
	const char	*host;		/* for "user@"; NULL: leave that alone */
	bool		 append_at, append_dot, percent_hack, swap_bangpath;
};

void	rewrite_read(struct rewrite *r);	/* from main.cf */
/* Appends the address (internal form); true when it is another. */
bool	rewrite_address(struct buf *out, const struct rewrite *r,
	    enum rewrite_context ctx, struct span addr, struct explain *e);

#endif
