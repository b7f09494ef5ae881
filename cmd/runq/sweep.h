/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/sweep - what was never finished goes, what is damaged is put aside
 *
 * Source:  queue(5).
 * Owns:    nothing. The caller holds the lock of the file.
 * Errors:  logged.
 * Effects: removes and moves files of the queue.
 */
#ifndef RUNQ_SWEEP_H
#define RUNQ_SWEEP_H

#include "queue/layout.h"

/* Removes the file open as fd, if it has been left alone for an hour by the
 * clock of its own file system. */
void	sweep_incomplete(const struct queue *q, const struct id *id,
	    struct place p, int fd);
/* To corrupt/, for a person to look at. */
void	sweep_damaged(const struct queue *q, const struct id *id,
	    struct place p, const char *why);
/* The file system's time: -1 when it will not tell. */
bool	sweep_clock(const struct queue *q, struct timespec *now);

#endif
