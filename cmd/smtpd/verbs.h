/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/verbs - the commands of SMTP
 *
 * Source:  RFC 5321 section 4.1.1; RFC 1870, 2034, 2920, 6152.
 * Owns:    nothing.
 * Errors:  in the replies.
 * Effects: those of the commands.
 */
#ifndef SMTPD_VERBS_H
#define SMTPD_VERBS_H

#include "conn.h"
#include "wire/smtpline.h"

/* Does what c->line says. False: that counts as an error of the client. */
bool	verbs_run(struct conn *c, enum smtpline_got got);

const char *verb_name(enum verb_id id);		/* "ehlo", for the log */
void	verbs_list(struct buf *out);			/* "HELO EHLO ..." */

#endif
