/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/transaction - one message over one session: MAIL to the final dot
 *
 * Source:  RFC 5321 sections 3.3, 4.1.1, 4.3.2; RFC 2920 (PIPELINING); RFC 2033
 *          (LMTP); RFC 1870, 3461, 6152, 6531 for parameters; RFC 1047 for what
 *          cannot be helped: a lost reply to the final dot makes a duplicate.
 * Owns:    nothing: it is gone when transaction_run returns.
 * Errors:  told to the delivery, recipient by recipient.
 * Effects: talks.
 */
#ifndef SMTP_TRANSACTION_H
#define SMTP_TRANSACTION_H

#include "content.h"
#include "delivery.h"

/* Sends the message to those of d's recipients that are not settled. */
void	transaction_run(struct delivery *d, struct session *s);

#endif
