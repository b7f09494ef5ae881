/* SPDX-License-Identifier: ISC
 *
 * route/recipient - who is meant by an address, and where that is
 *
 * Source:  Postfix trivial-rewrite(8): of user%there@here and there!user@here
 *          this host's name is taken off until another host's is met.
 *          resolve_dequoted_address, resolve_null_domain,
 *          resolve_numeric_domain, swap_bangpath, allow_percent_hack,
 *          append_dot_mydomain, empty_address_recipient.
 * Owns:    its buffer.
 * Errors:  FAILED with a reason when a list of domains cannot answer.
 * Effects: those of route/class.
 */
#ifndef ROUTE_RECIPIENT_H
#define ROUTE_RECIPIENT_H

#include "route/class.h"

struct recipient {
	struct buf	addr;		/* internal form, always local@domain */
	enum class	class;
	bool		bad;		/* the domain is no name and no literal */
	bool		routed;		/* its local part names another route */
};

#define RECIPIENT_INIT	{ .addr = BUF_INIT }

void	recipient_clear(struct recipient *r);
/* FOUND, and all of r, or FAILED. */
enum found	recipient_find(struct classes *c, struct span addr,
		    struct recipient *r, struct explain *e, struct why *w);
struct span	recipient_domain(const struct recipient *r);

#endif
