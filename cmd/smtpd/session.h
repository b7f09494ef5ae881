/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/session - the dialogue from greeting to goodbye
 *
 * Source:  RFC 5321 section 3; RFC 2920.
 * Owns:    nothing.
 * Errors:  none: whatever goes wrong ends the session, and is logged.
 * Effects: talks to the client, writes the log.
 */
#ifndef SMTPD_SESSION_H
#define SMTPD_SESSION_H

#include "conn.h"

void	session_run(struct conn *c);

/* "220 ..." */
bool	session_greet(struct conn *c);

/* More is there than the client may send before it has the answer: logged,
 * and unless it is allowed, the session ends. True: it ends. */
/* Reads a line of at most max bytes into c->line. False: the session is over,
 * and the client has been told. */
bool	session_read(struct conn *c, size_t max, enum smtpline_got *line);
bool	session_out_of_step(struct conn *c);

#endif
