/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/starttls - the connection goes through tlsio, if the policy says so
 *
 * Source:  RFC 3207; RFC 8314 (TLS before the greeting); Postfix TLS_README.
 * Owns:    nothing: the link is the session's.
 * Errors:  false and s->why: OUT_TEMP always. s->tls_failed: the handshake came
 *          to nothing, and at level may the server is worth another try without.
 * Effects: talks to the server and to tlsio; logs what was agreed on.
 */
#ifndef SMTP_STARTTLS_H
#define SMTP_STARTTLS_H

#include "session.h"

/* After the first EHLO; afterwards what the server said is forgotten. True also
 * when there is no TLS, and need not be: then s->tls is off. */
bool	starttls(struct session *s);
/* Before anything is said. */
bool	starttls_wrap(struct session *s);

#endif
