/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/monitor - accepts, counts, forks, and hands out helpers
 *
 * Source:  smtpd(8).
 * Owns:    listening sockets, and a socket to each worker.
 * Errors:  logged; a monitor goes on whatever a worker does.
 * Effects: keeps the user it was started as; reads nothing from clients.
 */
#ifndef SMTPD_MONITOR_H
#define SMTPD_MONITOR_H

#include "crew.h"
#include "generation.h"
#include "helper.h"
#include "join.h"
#include "lists.h"
#include "lobby.h"
#include "stress.h"
#include "sys/sandbox.h"
#include "throttle.h"

enum { MONITOR_LISTEN = 64 };

struct monitor {
	struct settings	 set;
	struct lists	 lists;
	int		 listen[MONITOR_LISTEN];
	size_t		 nlisten;
	struct crew	 crew;
	int		 signals;
	int64_t		 idle_until, paused_until;
	struct helper	 helper;
	struct sandbox	 sandbox;
	struct throttle	 throttle;
	struct stress	 stress;
	struct lobby	 lobby;
	struct generation generation;
	struct join	 join;
};

/* Nothing costly yet: another monitor may be there. */
void	monitor_init(struct monitor *m, char **argv);
void	monitor_prepare(struct monitor *m);
void	monitor_clear(struct monitor *m);
void	monitor_listen(struct monitor *m, int fd);
/* Others may bring their connections. */
void	monitor_host(struct monitor *m);
/* A connection that was accepted by whoever started this. */
void	monitor_take(struct monitor *m, int in, int out,
	    const struct peer *p);
/* Until there is nothing left to do. */
void	monitor_run(struct monitor *m);

#endif
