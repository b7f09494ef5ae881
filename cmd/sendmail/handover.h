/* SPDX-License-Identifier: ISC
 *
 * sendmail/handover - postdrop at the other end of two pipes
 *
 * Source:  agent/submit.h.
 * Owns:    the child and the pipes, until handover_end.
 * Errors:  ends the program when postdrop cannot be run: EX_UNAVAILABLE.
 * Effects: runs postdrop.
 */
#ifndef SENDMAIL_HANDOVER_H
#define SENDMAIL_HANDOVER_H

#include <sys/types.h>

#include "agent/submit.h"

struct handover {
	struct submit	submit;
	pid_t		pid;
	int		in, out;
};

void	handover_start(struct handover *h);
/* Asks for the verdict and waits for the child. 0, or the exit status with the
 * reason in w. */
int	handover_end(struct handover *h, struct why *w);

#endif
