/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/finish - what happens to a message when its recipients have results
 *
 * Source:  queue(5); minimal_backoff_time, maximal_backoff_time,
 *          maximal_queue_lifetime, bounce_queue_lifetime.
 * Owns:    frees messages that are done with.
 * Errors:  logged; a message that cannot be moved stays in active/, and the
 *          next run finds it there.
 * Effects: the queue.
 */
#ifndef RUNQ_FINISH_H
#define RUNQ_FINISH_H

#include "message.h"

/* A message has been taken: gives its recipients to the schedule. */
void	finish_begin(struct runq *rq, struct message *m);
/* Settles every message that was touched. */
void	finish_touched(struct runq *rq);
/* Seconds from now to the next attempt of a message of this age. */
int64_t	finish_backoff(int64_t age, int64_t min, int64_t max);

#endif
