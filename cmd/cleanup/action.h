/* SPDX-License-Identifier: ISC
 *
 * cmd/cleanup/action - the right side of a header or body check
 *
 * Source:  Postfix header_checks(5).
 * Owns:    nothing: the text points into the value.
 * Errors:  ACTION_UNKNOWN for a word that is none.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/cleanup-action.c.
 */
#ifndef CLEANUP_ACTION_H
#define CLEANUP_ACTION_H

#include "base/span.h"

enum {				/* what the text of an action must be */
	ACTION_TEXT	= 1,	/* it may not be empty */
	ACTION_ADDRESS	= 2,	/* user@domain */
	ACTION_WAY	= 4	/* transport:nexthop */
};

/* identifier, what the text must be */
#define ACTION_LIST(X) \
	X(DUNNO, 0) \
	X(OK, 0) \
	X(BCC, ACTION_ADDRESS) \
	X(DISCARD, 0) \
	X(FILTER, ACTION_WAY) \
	X(HOLD, 0) \
	X(IGNORE, 0) \
	X(INFO, 0) \
	X(PASS, 0) \
	X(PREPEND, ACTION_TEXT) \
	X(REDIRECT, ACTION_ADDRESS) \
	X(REJECT, 0) \
	X(REPLACE, ACTION_TEXT) \
	X(STRIP, 0) \
	X(WARN, 0)

enum action {
#define X(name, needs) ACTION_##name,
	ACTION_LIST(X)
#undef X
	ACTION_UNKNOWN
};

/* "WORD text": what to do, and the text without blanks around. */
enum action	action_read(struct span value, struct span *text);
const char *action_name(enum action a);		/* "REJECT" */
/* What is wrong with the text; NULL if nothing. */
const char *action_fault(enum action a, struct span text);

#endif
