/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/server - what is particular to the server's end
 *
 * Source:  RFC 6066 section 3 (SNI), RFC 7301 (ALPN).
 * Owns:    nothing.
 * Errors:  false; s->problem says why.
 * Effects: those of tables, for SNI.
 */
#ifndef TLSIO_SERVER_H
#define TLSIO_SERVER_H

#include "session.h"

/* Once a context. */
void	server_prepare(SSL_CTX *ctx);
bool	server_set_up(struct session *s);
/* After the handshake. */
bool	server_accepts(struct session *s);

#endif
