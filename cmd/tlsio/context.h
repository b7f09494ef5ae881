/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/context - all that sessions share, prepared once
 *
 * Source:  Postfix TLS_README; RFC 9325.
 * Owns:    OpenSSL's context, ticket keys, SNI tables.
 * Errors:  a context that cannot be made is logged; sessions are then refused.
 * Effects: reads keys, certificates, tables.
 */
#ifndef TLSIO_CONTEXT_H
#define TLSIO_CONTEXT_H

#include <openssl/ssl.h>

#include "settings.h"
#include "sni.h"
#include "sys/sandbox.h"
#include "tickets.h"

struct context {
	const struct settings *set;
	SSL_CTX		*ctx;		/* NULL: TLS is not available */
	struct tickets	 tickets;
	struct sni	 sni;
	struct buf	 ciphers;	/* of a server */
	struct sandbox	 box;		/* of sessions */
	bool		 boxed;
};

/* With the rights to read keys; the ticket keys will be owner's. */
void	context_prepare(struct context *c, const struct settings *set,
	    uid_t owner, gid_t group);
void	context_clear(struct context *c);

#endif
