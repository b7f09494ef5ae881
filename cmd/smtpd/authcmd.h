/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/authcmd - the AUTH command
 *
 * Source:  RFC 4954; Postfix SASL_README.
 * Owns:    nothing.
 * Errors:  in the replies; false counts as an error of the client. What the
 *          client said is never logged.
 * Effects: the connection's login; talks to saslio.
 */
#ifndef SMTPD_AUTHCMD_H
#define SMTPD_AUTHCMD_H

#include "conn.h"

/* Whether this client may log in at all. */
bool	authcmd_is_active(const struct conn *c);
/* At EHLO: fills c->mechanisms, which stays empty where AUTH is not to be. */
void	authcmd_find_mechanisms(struct conn *c);
bool	do_auth(struct conn *c, struct span args);

#endif
