/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/starttls - TLS, by command or from the beginning
 *
 * Source:  RFC 3207, RFC 8314; tlsio(8), which does it.
 * Owns:    nothing; the connection's descriptors become those of tlsio.
 * Errors:  454 when there is no TLS now; a handshake that fails ends the
 *          session.
 * Effects: hands the connection over, and goes on over a socket to tlsio. What
 *          the client has said so far is forgotten.
 */
#ifndef SMTPD_STARTTLS_H
#define SMTPD_STARTTLS_H

#include "conn.h"

bool	starttls_is_offered(const struct conn *c);
bool	do_starttls(struct conn *c, struct span args);
/* Before the greeting. False: the session is over. */
bool	starttls_wrap(struct conn *c);
/* The client's certificate will not do: says so, and ends. False. */
bool	starttls_dismiss(struct conn *c);

#endif
