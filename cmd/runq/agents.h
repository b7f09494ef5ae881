/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/agents - delivery agents: started when there is work, given jobs, heard
 *
 * Source:  agent/request, agent/report.
 * Owns:    the agents' sockets, and the job that each is busy with.
 * Errors:  an agent that dies, or is killed because it has been silent for
 *          daemon_timeout, defers what it did not report; a transport whose
 *          agents cannot be started is left alone for transport_retry_time.
 * Effects: talks to agents.
 */
#ifndef RUNQ_AGENTS_H
#define RUNQ_AGENTS_H

#include <poll.h>

#include "schedule.h"

struct runq;
struct notice;

struct agent {
	struct agent	*next;
	struct transport *transport;
	int		 fd;
	pid_t		 pid;
	int64_t		 deadline;	/* for its answer, of sys/clock */
	struct job	*job;		/* NULL: idle */
	struct copy	*copies;	/* forwards of the job, so far */
	struct notice	*notice;	/* the bounce agent's, so far */
	struct stamp	 began;		/* the job */
	bool		 proven;	/* has answered a request */
	int64_t		 started_ms;
};

/* Gives waiting jobs to agents as far as limits allow. */
void	agents_run(struct runq *rq);
/* Kills those that do not answer; agents_run does it, too. */
void	agents_watch(struct runq *rq);
/* Milliseconds until agents_run has something to do even if nobody says
 * anything: -1 never. */
int	agents_delay(const struct runq *rq);
size_t	agents_count(const struct runq *rq);
size_t	agents_poll(const struct runq *rq, struct pollfd *p);
void	agents_ready(struct runq *rq, const struct pollfd *p, size_t n);
/* Ends those that are idle; with all, forgets the others too. */
void	agents_close(struct runq *rq, bool all);

#endif
