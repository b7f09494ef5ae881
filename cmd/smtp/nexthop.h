/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/nexthop - where a message shall go, as transports write it
 *
 * Source:  Postfix smtp(8), lmtp(8), transport(5): domain, domain:port,
 *          [host], [host]:port, inet:..., unix:path; several, separated by
 *          commas or blanks, are tried in this order.
 * Owns:    nothing; spans point into the text.
 * Errors:  false for what is none of these.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/smtp-nexthop.c.
 */
#ifndef SMTP_NEXTHOP_H
#define SMTP_NEXTHOP_H

#include "base/span.h"

struct nexthop {
	struct span	host;	/* a name, an address, or the path of a socket */
	struct span	port;	/* empty: the default */
	bool		local;	/* a Unix socket */
	bool		exact;	/* no MX: [host], an address */
};

/* Takes the next one off the front of *list; false at its end. */
bool	nexthop_next(struct span *list, struct span *one);
bool	nexthop_read(struct nexthop *n, struct span text);

#endif
