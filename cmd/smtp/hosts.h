/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/hosts - the servers of a next hop, in the order to try them
 *
 * Source:  RFC 5321 section 5.1; RFC 7505 (null MX); RFC 3974 (both families);
 *          Postfix smtp(8): smtp_host_lookup, smtp_address_preference,
 *          smtp_balance_inet_protocols, smtp_randomize_addresses.
 * Owns:    the list, until hosts_clear.
 * Errors:  OUT_PERM only when the DNS says so: no such domain, none that takes
 *          mail, none but ourselves. All else is OUT_TEMP.
 * Effects: asks the DNS and the C library's resolver.
 */
#ifndef SMTP_HOSTS_H
#define SMTP_HOSTS_H

#include "net/peer.h"
#include "net/resolve.h"
#include "nexthop.h"
#include "route/class.h"
#include "settings.h"

struct host {
	struct span	name;		/* of the MX, or of the next hop */
	struct span	path;		/* of a Unix socket; else empty */
	struct peer	peer;
	unsigned	preference;
	bool		is_signed;	/* DNSSEC: the address */
	bool		mx_signed;	/* how the name was come by */
	uint32_t	lot;		/* drawn; orders what is equal */
};

struct hosts {
	struct pool	pool;
	struct host    *list;
	size_t		n, cap;
	unsigned	group;		/* the preference being added */
};

#define HOSTS_INIT	{ .pool = POOL_INIT }

struct lookup {			/* what finding hosts needs */
	const struct settings *set;
	struct resolver	*resolver;
	struct classes	classes;	/* for own addresses, and own domains */
};

void	lookup_open(struct lookup *l, const struct settings *set);
void	lookup_close(struct lookup *l);

void	hosts_clear(struct hosts *h);
enum out	hosts_find(struct lookup *l, const struct nexthop *next,
		    struct hosts *h, struct why *w);

#endif
