/* SPDX-License-Identifier: ISC
 *
 * route/addrmap - an address looked up in tables, and the addresses it stands for
 *
 * Source:  Postfix canonical(5), virtual(5), generic(5): the same keys in the
 *          same order, and results that are read in the same way.
 * Owns:    nothing; results are put into a list of the caller.
 * Errors:  FAILED with a reason: a table cannot answer, or answers with what is
 *          no address.
 * Effects: those of table/table.
 */
#ifndef ROUTE_ADDRMAP_H
#define ROUTE_ADDRMAP_H

#include "route/addrs.h"
#include "route/rewrite.h"

struct addrmap {			/* how addresses are looked up */
	const struct rewrite *rewrite;
	const char	*delimiters;	/* recipient_delimiter */
	/* Whether local parts stand for themselves in a domain. */
	enum found	 (*is_local)(void *arg, struct span domain,
			    struct why *w);
	void		*arg;
};

/* What addr, in internal form, stands for: to is emptied first. "@domain" in a
 * result means the same user there. propagate: the extension, unless the table
 * knew it, goes along. */
enum found	addrmap_get(const struct addrmap *a, struct maps *m,
		    struct span addr, bool propagate, struct addrs *to,
		    struct why *w);
/* Addresses as people write them, completed: "user, Joe <joe@host>"; "<>" alone
 * is the null address. FAILED when there is none, or a bad one. */
enum found	addrmap_read(const struct addrmap *a, struct span text,
		    struct addrs *to, struct why *w);

#endif
