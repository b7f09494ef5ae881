/* SPDX-License-Identifier: ISC
 *
 * cmd/saslio/facts - what is told of a login before it begins
 *
 * Source:  agent/auth.h.
 * Owns:    its bufs.
 * Errors:  facts_take returns false for a name that is not known, a value with
 *          a NUL in it, and a list of options with a word that is none.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/saslio-facts.c.
 */
#ifndef SASLIO_FACTS_H
#define SASLIO_FACTS_H

#include "base/buf.h"

/* What smtpd_sasl_security_options and its like may say. */
enum {
	SEC_NOPLAINTEXT	= 1 << 0,
	SEC_NOACTIVE	= 1 << 1,
	SEC_NODICTIONARY = 1 << 2,
	SEC_NOANONYMOUS	= 1 << 3,
	SEC_FORWARD_SECRECY = 1 << 4,
	SEC_MUTUAL_AUTH	= 1 << 5,
	SEC_MUST	= SEC_FORWARD_SECRECY | SEC_MUTUAL_AUTH
};

struct facts {
	struct buf	host, service, realm;
	struct buf	client, client_port, server, server_port;
	bool		tls;
	unsigned	options;	/* SEC_* */
	/* as a client */
	struct buf	mechanisms, username, authzid, password, token;
};

void	facts_init(struct facts *f);
void	facts_clear(struct facts *f);		/* leaves them empty */
/* "name=value" */
bool	facts_take(struct facts *f, struct span pair);
/* Whether a mechanism with these properties, of the same bits, will do. */
bool	facts_allow(const struct facts *f, unsigned properties);

#endif
