/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/identity - whether the server is the one that was meant
 *
 * Source:  RFC 9525 (names), RFC 7671 and 7672 (TLSA records), Postfix
 *          TLS_README (levels fingerprint, verify, secure, dane).
 * Owns:    nothing.
 * Errors:  false; s->problem says why.
 * Effects: facts.trusted, facts.matched, facts' problem.
 */
#ifndef TLSIO_IDENTITY_H
#define TLSIO_IDENTITY_H

#include "session.h"

bool	identity_expect(struct session *s);	/* before the handshake */
void	identity_check(struct session *s);	/* after a full one */
/* What has been found out is as much as the level demands. */
bool	identity_is_enough(const struct session *s);

#endif
