/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/resume - a client's sessions: given out, and taken back
 *
 * Source:  a digest of what was demanded of the server, a byte for each of
 *          trusted and matched, then OpenSSL's DER form. Whoever asked for the
 *          connection keeps it.
 * Owns:    nothing.
 * Errors:  a session that was made under other demands is not resumed: a full
 *          handshake finds out all anew.
 * Effects: tells sessions over the control socket.
 */
#ifndef TLSIO_RESUME_H
#define TLSIO_RESUME_H

#include "session.h"

/* OpenSSL has a new one. */
int	resume_keep(SSL *ssl, SSL_SESSION *session);
/* Those that came before the server was accepted. */
void	resume_tell(struct session *s);
/* Offers s->asked.session to the server. */
void	resume_try(struct session *s);
/* It was resumed: the same is true of the server as then. */
void	resume_recall(struct session *s);

#endif
