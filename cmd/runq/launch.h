/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/launch - starts the programs that deliver; the only part with root's rights
 *
 * Source:  DESIGN of the dispatcher: the launcher keeps the user that it was
 *          started as, reads nothing but main.cf, master.cf, names of services and pids of
 *          its own children, and forks the dispatcher, which is mail_owner before it opens anything.
 * Owns:    the children; a socket from launch_start belongs to the caller.
 * Errors:  launch_start: -1 and errno; ENOENT: there is no such program.
 * Effects: processes.
 */
#ifndef RUNQ_LAUNCH_H
#define RUNQ_LAUNCH_H

#include <sys/types.h>

#include "opts.h"

/* Runs dispatch in a child, with a socket to the launcher, and serves it until
 * it ends: its exit status. */
int	launch(const struct opts *o,
	    int (*dispatch)(const struct opts *o, int launcher));

/* The dispatcher's side: starts a program of the table. Its descriptor 0 (and
 * 1, for the door) is the other end of *sock. Its pid. */
pid_t	launch_start(int launcher, const char *name, int *sock);
/* Kills one that was started. */
void	launch_kill(int launcher, pid_t pid);

#endif
