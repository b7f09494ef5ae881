/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/pickup - what postdrop left in maildrop/ goes through the door
 *
 * Source:  queue(5): maildrop => incoming, under the same id.
 * Owns:    the files that it is reading.
 * Errors:  logged; the file stays, for the next time.
 * Effects: maildrop/: a file is removed when its message is durable in
 *          incoming/, and this directory is synced before the first attempt.
 */
#ifndef RUNQ_PICKUP_H
#define RUNQ_PICKUP_H

#include "message.h"

struct runq;
struct pick;

struct picked {			/* durable in incoming/ */
	struct id	id;
	struct picked  *next;
};

struct pickup {
	struct runq	*rq;
	struct pick	*busy;		/* on their way through the door */
	struct picked	*done;
	bool		 clean;		/* maildrop/ was synced in this run */
};

void	pickup_init(struct pickup *p, struct runq *rq);
/* Begins with the file maildrop/id, unless it is not complete, or begun. */
void	pickup_take(struct pickup *p, const struct id *id);
/* Removes the files that are through, syncs, and gives the messages on. */
void	pickup_finish(struct pickup *p);
/* For a message found in incoming/: a run that died may have left its file in
 * maildrop/. */
enum take	pickup_settle(struct pickup *p, const struct id *id,
		    const struct envelope *e);

#endif
