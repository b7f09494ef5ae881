/* SPDX-License-Identifier: ISC
 *
 * cmd/cleanup/consult - asks milters about a message, and does what they say
 *
 * Source:  Postfix MILTER_README, cleanup(8).
 * Owns:    nothing: milters and draft are the message's.
 * Errors:  m->why, and m->reply for what SMTP is to say.
 * Effects: those of agent/milters; changes draft, envelope and fate; logs what
 *          milters refuse.
 */
#ifndef CLEANUP_CONSULT_H
#define CLEANUP_CONSULT_H

#include "message.h"

/* Mail that did not come by SMTP has milters of its own. */
void	consult_open(struct message *m);
/* "ID: milter-WHAT: EVENT from CLIENT: text; from=..." */
void	consult_log(const struct message *m, const char *what,
	    const char *event, struct span text);
/* The draft is complete. */
enum out	consult(struct message *m);

#endif
