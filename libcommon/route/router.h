/* SPDX-License-Identifier: ISC
 *
 * route/router - which transport delivers to an address, and its next hop
 *
 * Source:  Postfix trivial-rewrite(8), transport(5), relocated(5).
 * Owns:    its lists and tables, until router_close; a route its buffers.
 * Errors:  OUT_TEMP when a list or table cannot answer; OUT_PERM for what is
 *          no address. An unknown user of a virtual alias domain, or one who
 *          has moved, is a route to the transport error.
 * Effects: asks lists and tables; log_warn for a domain in two lists.
 */
#ifndef ROUTE_ROUTER_H
#define ROUTE_ROUTER_H

#include "route/recipient.h"
#include "route/transport.h"

struct router {
	struct classes	classes;
	struct maps    *transports, *relocated;
	struct maps    *relayhosts, *defaults;	/* sender_dependent_... */
	bool		parents;
};

struct route {
	struct recipient rcpt;	/* it may be another than was asked for */
	struct hop	hop;
};

#define ROUTE_INIT	{ RECIPIENT_INIT, HOP_INIT }

void	router_open(struct router *r);
bool	router_changed(const struct router *r);
void	router_close(struct router *r);

/* Addresses in internal form; sender may be empty. */
enum out	router_find(struct router *r, struct span sender,
		    struct span addr, struct route *found, struct explain *e,
		    struct why *w);
/* Where content_filter or FILTER sends mail for addr: value is
 * "transport:nexthop", either of which may be missing but the first. */
void	router_filter(struct span value, struct span addr, struct hop *h);
void	route_clear(struct route *r);

#endif
