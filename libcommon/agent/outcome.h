/* SPDX-License-Identifier: ISC
 *
 * agent/outcome - the log line that says what became of one recipient
 *
 * Source:  the lines of Postfix's delivery agents, which log readers match.
 * Owns:    nothing.
 * Errors:  none.
 * Effects: writes the mail log.
 */
#ifndef AGENT_OUTCOME_H
#define AGENT_OUTCOME_H

#include "base/why.h"
#include "queue/envelope.h"
#include "queue/id.h"

struct outcome {
	const struct id	  *id;
	const struct rcpt *rcpt;
	struct span	relay;		/* "local", "none", "mx.example.org[..]:25" */
	struct stamp	arrival;
	struct stamp	active;		/* the message's turn came */
	struct stamp	began;		/* the agent got it */
	struct stamp	ready;		/* its connection stood; began if none */
	unsigned	conn_use;	/* logged from 2 on */
	const char     *tls;		/* logged unless NULL */
};

/* "ID: to=<..>, orig_to=<..>, relay=.., delay=.., delays=a/b/c/d, dsn=..,
 * status=sent (text)", as of now. role NULL: the program's own. */
void	outcome_log(const struct outcome *o, const char *role,
	    const struct why *w);

/* Two significant digits, at most max_digits of them behind the point, no
 * superfluous zeros: "0.04", "1.2", "37", "0". */
void	outcome_add_delay(struct buf *out, int64_t usec, int max_digits);

#endif
