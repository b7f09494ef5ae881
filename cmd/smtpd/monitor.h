/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/monitor - accepts, counts, forks, and hands out helpers
 *
 * Source:  smtpd(8).
 * Owns:    listening sockets, and a socket to each session.
 * Errors:  logged; a monitor goes on whatever a session does.
 * Effects: keeps the user it was started as; reads nothing from clients.
 */
#ifndef SMTPD_MONITOR_H
#define SMTPD_MONITOR_H

#include <sys/types.h>

#include "generation.h"
#include "helper.h"
#include "lists.h"
#include "net/peer.h"
#include "settings.h"

enum { MONITOR_LISTEN = 64 };

struct session {		/* one worker */
	pid_t		pid;
	int		sock;	/* -1: it has closed its end */
	struct peer	peer;
};

struct monitor {
	struct settings	 set;
	struct lists	 lists;
	int		 listen[MONITOR_LISTEN];
	size_t		 nlisten;
	struct session	*sessions;
	size_t		 n, room;
	int		 signals;
	int64_t		 idle_until, paused_until;
	struct helper	 helper;
	struct generation generation;
};

void	monitor_init(struct monitor *m, char **argv);
void	monitor_listen(struct monitor *m, int fd);
/* A connection that was accepted by whoever started this. */
void	monitor_take(struct monitor *m, int in, int out,
	    const struct peer *p);
/* Until there is nothing left to do. */
void	monitor_run(struct monitor *m);

/* Of the state that a former generation left: the descriptors that must stay
 * open (-1 last, heap), and what they are for. */
int	*monitor_kept(struct span state);
void	monitor_restore(struct monitor *m, struct span state);

#endif
