/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/enact - does what an access table or a policy server says
 *
 * Source:  Postfix access(5).
 * Owns:    nothing.
 * Errors:  what cannot be done is logged, and counts as DUNNO, or is a server
 *          configuration error where it may have been meant to refuse.
 * Effects: those of the results: log lines, replies, orders for the door.
 */
#ifndef SMTPD_ENACT_H
#define SMTPD_ENACT_H

#include "judge.h"

/* Makes a code that speaks of an address speak of this one. */
void		enact_fix_dsn(char dsn[DSN_SIZE], const struct whose *of);

/* table: its name for the log; key: what was asked. */
enum judged	enact(struct conn *c, const char *table, struct span value,
		    struct span key, const struct whose *of);

#endif
