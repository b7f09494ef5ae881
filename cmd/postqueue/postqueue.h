/* SPDX-License-Identifier: ISC
 *
 * postqueue - how the queue is shown
 *
 * Source:  Postfix postqueue(1), whose layouts scripts read.
 * Owns:    nothing.
 * Errors:  false when standard output fails; a reader that has gone (EPIPE)
 *          is no error.
 * Effects: standard output.
 */
#ifndef POSTQUEUE_H
#define POSTQUEUE_H

#include "agent/listing.h"

struct totals {
	size_t		messages;
	uint64_t	bytes;
};

/* One message; t counts those before it. */
void	show_table(struct buf *out, const struct listing *l,
	    const struct totals *t);
void	show_table_end(struct buf *out, const struct totals *t);
void	show_json(struct buf *out, const struct listing *l);

/* Runs reader with the rights that the program was started with, in a child;
 * this process gives them up. The child's records come over the channel. */
pid_t	show_start_reader(const struct queue *q, struct channel *from);
/* Shows everything; the exit status. */
int	show_queue(const struct queue *q, bool json);

#endif
