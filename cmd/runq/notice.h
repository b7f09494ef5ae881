/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/notice - what the bounce agent composes goes through the door
 *
 * Source:  agent/report, the n record and those behind it.
 * Owns:    struct notice, until both the agent and the door are done with it.
 * Errors:  a notice that is not accepted leaves the recipients as they are: it
 *          is tried again with the message.
 * Effects: submissions to the inlet.
 */
#ifndef RUNQ_NOTICE_H
#define RUNQ_NOTICE_H

#include "agents.h"
#include "agent/report.h"

struct notice;

/* A record of the bounce agent's stream: false when it is nonsense. */
bool	notice_record(struct runq *rq, struct agent *a, char letter,
	    struct span data);
bool	notice_verdict(struct runq *rq, struct agent *a,
	    const struct result *r);
/* The agent has ended the request, or itself. */
void	notice_end(struct agent *a);
/* Hear no more of the agent until the door has taken some. */
bool	notice_full(const struct notice *n);

#endif
