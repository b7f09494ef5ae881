/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/collect - agents' answers become states and notes of recipients
 *
 * Source:  agent/report.
 * Owns:    ends jobs.
 * Errors:  what was not reported is deferred.
 * Effects: none but on messages; logs what no agent could log.
 */
#ifndef RUNQ_COLLECT_H
#define RUNQ_COLLECT_H

#include "agents.h"

/* One record of the agent that is busy with a->job: false for nonsense. */
bool	collect_record(struct runq *rq, struct agent *a, char letter,
	    struct span data);
/* The end of a->job. Recipients without a result are deferred, with the text
 * unless that is NULL. */
void	collect_end(struct runq *rq, struct agent *a, const char *text);
/* Defers a job that no agent will get, and ends it. */
void	collect_refuse(struct runq *rq, struct job *j, const char *dsn,
	    const char *text);
/* What becomes of one recipient without an agent; logs it. */
void	collect_decide(struct runq *rq, struct message *m, size_t rcpt,
	    const struct why *w);
void	collect_defer(struct runq *rq, struct message *m, size_t rcpt,
	    const char *dsn, struct span text);

#endif
