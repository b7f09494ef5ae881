/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/helpers - tlsio and saslio for the agents that talk to other hosts
 *
 * Source:  agent/helpers.h. Each service has its own two, since its entry in
 *          master.cf may have parameters of its own. Agents put requests into a
 *          socket; the program behind it is started when the first one waits
 *          there, and again if it has ended.
 * Owns:    the sockets.
 * Errors:  a helper that cannot be started is logged; its agents see no answer.
 * Effects: starts programs, through the launcher.
 */
#ifndef RUNQ_HELPERS_H
#define RUNQ_HELPERS_H

#include <poll.h>
#include <stdbool.h>

#include "agent/helpers.h"
#include "agent/services.h"

enum helper_kind { HELPER_TLSIO, HELPER_SASLIO, HELPER_KINDS };

struct helper {
	struct helper	*next;
	const struct service *service;
	int		 here[HELPER_KINDS];	/* ends for the helpers */
	int		 there[HELPER_KINDS];	/* ends for the agents */
	pid_t		 pid[HELPER_KINDS];	/* 0: not running */
};

struct helpers {
	struct helper	*list;
	size_t		 n;
};

/* Those of a service whose program wants them; NULL: it wants none, or there
 * is no descriptor left. */
const struct helper *helpers_of(struct helpers *h, const struct service *s);
void	helpers_close(struct helpers *h);
/* One of them has ended; with failed it is of no use to the agent that asks
 * next, who is sent away: others must not wait for ever, nor we start for ever. */
void	helpers_ended(struct helpers *h, pid_t pid, bool failed);
void	helpers_refuse(const struct helper *h, enum helper_kind kind);

/* At most HELPER_KINDS a service: those that do not run. */
size_t	helpers_poll(const struct helpers *h, struct pollfd *p);
/* One that is asked for: *kind of it. NULL: none of the n that p knows. */
struct helper *helpers_wanted(struct helpers *h, const struct pollfd *p,
	    size_t n, enum helper_kind *kind);
/* Its arguments, NULL last; heap, as one block. */
char	**helpers_argv(const struct helper *h, enum helper_kind kind);

#endif
