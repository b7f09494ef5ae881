/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/copies - what an agent wants sent on goes through the door
 *
 * Source:  agent/report, the f record; RFC 3461 section 5.2.7 (aliases).
 * Owns:    the copies, until their recipient has its result.
 * Errors:  a copy that is not accepted defers the recipient.
 * Effects: submissions to the inlet.
 */
#ifndef RUNQ_COPIES_H
#define RUNQ_COPIES_H

#include "agents.h"
#include "agent/report.h"

struct copy;

/* Notes what the agent wants sent on for recipient i of the message. */
void	copies_add(struct agent *a, size_t i, const struct forward *f);
/* The agent's result for i: true when there are copies, which are on their way
 * now, and the result comes when they are queued. When the recipient has
 * failed they are forgotten: false. */
bool	copies_send(struct runq *rq, struct agent *a, size_t i,
	    const struct result *r);
/* The agent is done: forgets what it never gave a result for. */
void	copies_forget(struct agent *a);

#endif
