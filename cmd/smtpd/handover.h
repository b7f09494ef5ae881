/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/handover - a message on its way to the door
 *
 * Source:  agent/submit for what is handed over; RFC 5321 section 4.5.2.
 * Owns:    nothing; the connection's door holds the message.
 * Errors:  in the replies; false counts as an error of the client.
 * Effects: opens the door, hands the message over, says what became of it; 250
 *          is said after it is durable.
 */
#ifndef SMTPD_HANDOVER_H
#define SMTPD_HANDOVER_H

#include "conn.h"

/* Opens the door and says who writes to whom. False, with nothing said: the
 * host is in trouble. */
bool	handover_begin(struct conn *c);
/* From now on the client must be fast enough. */
void	handover_pace(struct conn *c);
void	handover_content(struct conn *c, struct span text);
/* A client that sends too much is heard to the end, so that it reads the reply;
 * but not without end: false when the session is over. */
bool	handover_endures(struct conn *c);
/* All of it is there: asks for the verdict, and says it. */
bool	handover_commit(struct conn *c);
/* The end of a transaction, whether a message was begun or not. */
void	handover_end(struct conn *c);
/* The client has gone, or sleeps: forgets the message, ends the session. */
void	handover_broken(struct conn *c, enum stream_got got);
/* What came is more than a message may have. */
bool	handover_too_big(const struct conn *c);

#endif
