/* SPDX-License-Identifier: ISC
 *
 * local/child - a process that is the recipient, and delivers one message
 *
 * Source:  PITFALLS of changing uid; none of them reads mail as root.
 * Owns:    struct child its pipe.
 * Errors:  a child that says nothing, or not in time, is OUT_TEMP.
 * Effects: forks; the child changes its credentials, and ends.
 */
#ifndef LOCAL_CHILD_H
#define LOCAL_CHILD_H

#include <sys/types.h>

#include "job.h"

struct child {
	pid_t	pid;
	int	pipe;
	int64_t	deadline;	/* of sys/clock */
};

#define CHILD_INIT	{ .pid = -1, .pipe = -1 }

/* sock is the dispatcher's socket, which the child must not keep. When it
 * cannot be started the job is done. */
void	child_start(struct child *c, struct job *j, int sock);
/* Waits for its result; the job is done then. */
void	child_collect(struct child *c, struct job *j);

#endif
