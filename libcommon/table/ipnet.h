/* SPDX-License-Identifier: ISC
 *
 * table/ipnet - network patterns: "10.0.0.0/8", "[2001:db8::]/32", "::1"
 *
 * Source:  RFC 4632, RFC 4291; Postfix cidr_table(5).
 * Owns:    nothing.
 * Errors:  false on bad text; ipnet_parse then adds the reason to bad.
 * Effects: none; safe on hostile input, see t/fuzz/ipnet.c.
 */
#ifndef TABLE_IPNET_H
#define TABLE_IPNET_H

#include "base/buf.h"

struct ipaddr {
	unsigned char	 b[16];
	unsigned	 bits;		/* 32 or 128 */
};

struct ipnet {
	struct ipaddr	 base;
	unsigned	 prefix;
};

/* An IPv4 address mapped into IPv6 reads as the IPv4 address that it is; a
 * scope ("%eth0") is left out. Brackets around it are allowed. */
bool	ipaddr_parse(struct ipaddr *a, struct span s);
bool	ipnet_parse(struct ipnet *n, struct span s, struct buf *bad);
bool	ipnet_has(const struct ipnet *n, const struct ipaddr *a);

#endif
