/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/xclient - XCLIENT and XFORWARD: trusted hosts speak for others
 *
 * Source:  Postfix XCLIENT_README, XFORWARD_README.
 * Owns:    nothing.
 * Errors:  in the replies; false counts as an error of the client.
 * Effects: XCLIENT makes the session another client's, from its beginning;
 *          XFORWARD is only for the log, and for the next message.
 */
#ifndef SMTPD_XCLIENT_H
#define SMTPD_XCLIENT_H

#include "conn.h"

bool	do_xclient(struct conn *c, struct span args);
bool	do_xforward(struct conn *c, struct span args);

/* When the address is known: whether this host may. */
void	xclient_choose(struct conn *c);
/* What EHLO says behind the keywords. */
void	xclient_add(const struct conn *c, struct buf *out);
void	xforward_add(const struct conn *c, struct buf *out);

#endif
