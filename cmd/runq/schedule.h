/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/schedule - who is served next: transports, destinations, jobs
 *
 * Source:  transport_destination_concurrency_limit and _recipient_limit;
 *          default_process_limit.
 * Owns:    transports, destinations and waiting jobs. A job that was taken
 *          belongs to the taker until schedule_done.
 * Errors:  none.
 * Effects: none.
 *
 * Destinations with work take turns; within one, new mail comes first.
 */
#ifndef RUNQ_SCHEDULE_H
#define RUNQ_SCHEDULE_H

#include "agent/services.h"
#include "base/htab.h"
#include "message.h"

struct transport;
struct agent;

struct job {
	struct job	*next;
	struct message	*m;
	struct dest	*dest;
	size_t		 n, cap;
	size_t		*rcpt;	/* numbers in the envelope; SPAN_NONE: reported */
};

struct jobs {
	struct job	*head, *tail;
};

struct dest {
	struct dest	*next_ready;
	struct transport *transport;
	struct span	 nexthop;	/* its own copy */
	struct jobs	 fresh, old;
	struct job	*open;		/* may take more recipients of open->m */
	size_t		 running;
	bool		 ready;		/* waits in the transport's line */
};

struct transport {
	struct transport *next;
	char		*name;
	size_t		 concurrency, recipients, processes;	/* limits */
	bool		 deferred;	/* defer_transports */
	struct htab	 dests;
	struct dest	*head, *tail;	/* those that are ready */
	struct agent	*agents;
	size_t		 nagents;
	unsigned	 deaths;	/* of new agents, since an answer */
	int64_t		 dead_until;	/* of sys/clock: it would not start */
	struct buf	 dead_text;
};

struct schedule {
	const struct services *services;	/* for their limits; or NULL */
	struct transport *transports;
	size_t		 waiting, running;	/* jobs */
};

struct transport *schedule_transport(struct schedule *s, struct span name);
/* A recipient of m, for t. */
void	schedule_add(struct schedule *s, struct transport *t, struct message *m,
	    size_t rcpt, struct span nexthop);
/* A job for the agent that tells the sender: it has no recipients. */
void	schedule_add_notice(struct schedule *s, struct transport *t,
	    struct message *m);
struct job *schedule_take(struct schedule *s, struct transport *t);
bool	schedule_has(const struct transport *t);
/* The end of a job that was taken. */
void	schedule_done(struct schedule *s, struct job *j);
/* A job that was taken waits again: its agent had gone. */
void	schedule_return(struct schedule *s, struct job *j);
/* Recipients from the k-th on become a job of their own, which waits. */
void	schedule_split(struct schedule *s, struct job *j, size_t k);
/* When nothing waits or runs: forgets the destinations. */
void	schedule_forget(struct schedule *s);
void	schedule_clear(struct schedule *s);

#endif
