/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/mail - MAIL and RCPT: who writes to whom
 *
 * Source:  RFC 5321 sections 4.1.1.2, 4.1.1.3; RFC 1870, 3461, 6152.
 * Owns:    nothing.
 * Errors:  in the replies; false counts as an error of the client.
 * Effects: the transaction.
 */
#ifndef SMTPD_MAIL_H
#define SMTPD_MAIL_H

#include "conn.h"

bool	do_mail(struct conn *c, struct span args);
bool	do_rcpt(struct conn *c, struct span args);

#endif
