/* SPDX-License-Identifier: ISC
 *
 * queue/wake - telling the dispatcher that there is work
 *
 * Source:  queue(5), wake-up.
 * Owns:    nothing.
 * Errors:  -1 and errno; ENXIO: nobody listens, which does no harm to mail.
 * Effects: writes to the FIFOs of the queue directory, never waits.
 */
#ifndef QUEUE_WAKE_H
#define QUEUE_WAKE_H

#include "queue/layout.h"

extern const char wake_run_fifo[];	/* "public/runq": starts runs */
extern const char wake_flush_fifo[];	/* "public/flush": records f, i ID, s SITE */
extern const char wake_inbox_fifo[];	/* "pid/runq": the running run's own */

/* After mail was added, or released. */
int	wake_run(const struct queue *q);
/* Asks for delivery now: everything, one message, one site. */
int	wake_flush_all(const struct queue *q);
int	wake_flush_id(const struct queue *q, const struct id *id);
int	wake_flush_site(const struct queue *q, struct span site);

#endif
