/* SPDX-License-Identifier: ISC
 *
 * queue/scan - the messages of one state of the queue, one after another
 *
 * Source:  queue(5).
 * Owns:    the open directories, until scan_close; a returned id is the caller's copy.
 * Errors:  scan_open returns false with errno. scan_next ends early when a directory cannot be read: error is then its errno.
 * Effects: reads directories. Costs nothing for slots that are not asked for.
 */
#ifndef QUEUE_SCAN_H
#define QUEUE_SCAN_H

#include "queue/layout.h"
#include "sys/dir.h"

struct scan {
	const struct queue *q;
	struct place	place;		/* of the message last returned */
	int64_t		from, until;	/* slots: from <= slot <= until */
	struct dir	slots, names;
	int		error;
};

bool	scan_open(struct scan *s, const struct queue *q, enum queue_state state);
/* Only deferred messages of slots that are due: at or before now, or after
 * latest (a clock was wrong when that slot was made). */
bool	scan_open_due(struct scan *s, const struct queue *q, int64_t now,
	    int64_t latest);
bool	scan_next(struct scan *s, struct id *id);	/* false at the end */
void	scan_close(struct scan *s);

/* Removes slots of the past that are empty. */
void	scan_drop_empty_slots(const struct queue *q, int64_t now);

#endif
