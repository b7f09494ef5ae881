/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/tlspolicy - how a connection must be protected
 *
 * Source:  Postfix TLS_README: smtp_tls_security_level, smtp_tls_policy_maps
 *          ("level name=value ..."), and the older smtp_use_tls,
 *          smtp_enforce_tls, smtp_tls_enforce_peername.
 * Owns:    its bufs.
 * Errors:  tlspolicy_read false, and what is wrong in bad. A policy that cannot
 *          be read, or a table that cannot answer, is OUT_TEMP: mail waits
 *          rather than go out with less protection than was meant.
 * Effects: tlspolicy_read has none; it is safe on hostile input, see
 *          t/fuzz/smtp-tlspolicy.c. tlspolicy_find asks the tables.
 */
#ifndef SMTP_TLSPOLICY_H
#define SMTP_TLSPOLICY_H

#include "table/maps.h"

enum tlslevel {			/* the more, the later */
	TLS_NONE, TLS_MAY, TLS_ENCRYPT, TLS_DANE, TLS_DANE_ONLY,
	TLS_FINGERPRINT, TLS_VERIFY, TLS_SECURE
};

struct tlspolicy {
	enum tlslevel	level;
	struct buf	match;		/* what a certificate may be for; "" says:
					 * what the level's parameter says */
	struct buf	protocols, ciphers, exclude, anchors, sni;
};

/* What main.cf says for all. */
struct tlsdefaults {
	enum tlslevel	 level;
	struct maps	*maps;		/* NULL: there are none */
	const char	*verify, *secure, *fingerprint;	/* ..._match */
	const char	*sni, *anchors;
	bool		 wrapper;	/* TLS before the greeting */
};

void	tlspolicy_init(struct tlspolicy *p);
void	tlspolicy_clear(struct tlspolicy *p);
void	tlspolicy_defaults(struct tlsdefaults *d, bool lmtp);

bool	tlslevel_read(struct span name, enum tlslevel *level);
const char *tlslevel_name(enum tlslevel level);

/* "secure match=a.example:.b.example protocols=>=TLSv1.2", into p. */
bool	tlspolicy_read(struct tlspolicy *p, struct span text, struct buf *bad);
/* For a next hop as routing wrote it, and the domain in it. */
enum out	tlspolicy_find(const struct tlsdefaults *d, struct span nexthop,
		    struct span domain, struct tlspolicy *p, struct why *w);

/* The names that a certificate may have, one a line: "hostname", "nexthop" and
 * "dot-nexthop" in a list stand for names at hand. */
void	tlspolicy_names(const struct tlsdefaults *d, const struct tlspolicy *p,
	    struct span host, struct span domain, struct buf *out);

#endif
