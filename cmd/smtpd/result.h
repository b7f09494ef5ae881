/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/result - reads what an access table or a policy server says
 *
 * Source:  Postfix access(5), SMTPD_POLICY_README.
 * Owns:    nothing; spans point into the value.
 * Errors:  what is no action is a list of restrictions.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/smtpd-result.c.
 */
#ifndef SMTPD_RESULT_H
#define SMTPD_RESULT_H

#include "base/span.h"
#include "wire/dsn.h"

enum verdict {
	RESULT_DUNNO, RESULT_OK,
	RESULT_REJECT,			/* the code is a parameter's */
	RESULT_DEFER,
	RESULT_REPLY,			/* the code is its own */
	RESULT_DEFER_IF_PERMIT, RESULT_DEFER_IF_REJECT,
	RESULT_INFO, RESULT_WARN,		/* lines in the log */
	RESULT_HOLD, RESULT_DISCARD, RESULT_FILTER, RESULT_REDIRECT, RESULT_BCC, RESULT_PREPEND,
	RESULT_HANGUP,
	RESULT_LIST			/* names of restrictions */
};

struct result {
	enum verdict	verdict;
	int		code;		/* of RESULT_REPLY: 400 to 599 */
	char		dsn[DSN_SIZE];	/* what the text began with, or usual */
	struct span	word;		/* the action as it was written */
	struct span	text;		/* what follows it, and its dsn */
};

void	result_parse(struct result *a, struct span value);

/* Whose addresses a status code x.1.y may speak of. */
enum result_of { RESULT_OF_SENDER, RESULT_OF_RCPT, RESULT_OF_OTHERS };

/* Makes it a code about what is refused: 5.1.1 says that a recipient is bad,
 * which is nothing to say of a sender. */
void	result_fix_dsn(char dsn[DSN_SIZE], enum result_of of);

#endif
