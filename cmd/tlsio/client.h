/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/client - what is particular to the client's end
 *
 * Source:  Postfix TLS_README, client levels; RFC 7672 (DANE), RFC 9525.
 * Owns:    nothing.
 * Errors:  false; s->problem says why.
 * Effects: none.
 */
#ifndef TLSIO_CLIENT_H
#define TLSIO_CLIENT_H

#include "session.h"

/* Once a context. */
void	client_prepare(SSL_CTX *ctx);
bool	client_set_up(struct session *s);
/* After the handshake: whether the server is what the level demands. */
bool	client_accepts(struct session *s);

#endif
