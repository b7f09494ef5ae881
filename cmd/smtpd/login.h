/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/login - who the client is, as AUTH has proved or XCLIENT says
 *
 * Source:  RFC 4954; Postfix SASL_README.
 * Owns:    its bufs: empty when nobody has logged in.
 * Errors:  none; control bytes become '?'.
 * Effects: none.
 *
 * MAIL's AUTH=, which proves nothing, is the transaction's: tx.sasl_sender.
 */
#ifndef SMTPD_LOGIN_H
#define SMTPD_LOGIN_H

#include "base/buf.h"

struct login {
	struct buf	method;		/* "PLAIN", as the client wrote it */
	struct buf	username;
};

#define LOGIN_INIT	{ BUF_INIT, BUF_INIT }

void	login_set(struct login *l, struct span method, struct span username);
void	login_forget(struct login *l);
void	login_clear(struct login *l);
bool	login_is_in(const struct login *l);
/* Anonymous is not known. */
bool	login_is_known(const struct login *l);
/* For the line "client=", nothing where there is nothing. */
void	login_describe(struct buf *out, const struct login *l,
	    struct span sender);

#endif
