/* SPDX-License-Identifier: ISC
 *
 * route/bcc - who gets a copy that nobody has asked for
 *
 * Source:  Postfix postconf(5): always_bcc, sender_bcc_maps,
 *          recipient_bcc_maps. A result may name several addresses.
 * Owns:    nothing; the tables belong to the caller.
 * Errors:  FAILED when a table cannot answer, or what it says is no address.
 * Effects: those of table/table.
 */
#ifndef ROUTE_BCC_H
#define ROUTE_BCC_H

#include "route/addrmap.h"

struct bcc {
	struct span	 always;		/* addresses, or empty */
	struct maps	*sender, *rcpt;		/* NULL: there are none */
};

/* Each empties to, and fills it when it is FOUND. */
enum found	bcc_always(const struct bcc *b, const struct addrmap *a,
		    struct addrs *to, struct explain *e, struct why *w);
enum found	bcc_sender(const struct bcc *b, const struct addrmap *a,
		    struct span sender, struct addrs *to, struct explain *e,
		    struct why *w);
enum found	bcc_rcpt(const struct bcc *b, const struct addrmap *a,
		    struct span rcpt, struct addrs *to, struct explain *e,
		    struct why *w);

#endif
