/* SPDX-License-Identifier: ISC
 *
 * route/transport - transports and next hops, as parameters and tables name them
 *
 * Source:  Postfix transport(5), postconf(5).
 * Owns:    nothing; output is in bufs of the caller.
 * Errors:  FAILED when a table cannot answer, or answers with nothing.
 * Effects: asks the tables.
 */
#ifndef ROUTE_TRANSPORT_H
#define ROUTE_TRANSPORT_H

#include "route/explain.h"

struct hop {
	struct buf	transport, nexthop;
};

#define HOP_INIT	{ BUF_INIT, BUF_INIT }

void	hop_clear(struct hop *h);
/* "transport:nexthop" of a parameter: an empty next hop changes nothing. */
void	hop_set(struct hop *h, struct span value);
/* The same of transport_maps: without transport only the next hop changes, and
 * without next hop it is reset, to domain or, for error:, to a text. */
void	hop_override(struct hop *h, struct span value, struct span domain);

/* Looks up an address, its domain, parent domains (with parents, as "domain",
 * else as ".domain"), and "*". */
enum found	transport_find(struct maps *m, struct span addr, bool parents,
		    struct hop *h, struct explain *e, struct why *w);
bool	transport_is_error(struct span transport);	/* error or retry */
/* Their next hop is a reason: "5.1.2 text", or text alone. retry, and a code of
 * class 4, defer. */
enum out	transport_reason(struct why *w, struct span nexthop, bool retry);

#endif
