/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/wakeup - one run at a time, and no wake-up lost between two
 *
 * Source:  queue(5), wake-up.
 * Owns:    the FIFOs and the run lock.
 * Errors:  OUT_TEMP with a reason.
 * Effects: public/runq, public/flush, pid/runq, pid/runq.lock.
 *
 * Who removes a byte owes a scan. A run that finds the lock taken has left a
 * byte in the inbox of the one that holds it: that one looks there after it has
 * let go of the lock.
 */
#ifndef RUNQ_WAKEUP_H
#define RUNQ_WAKEUP_H

#include "base/why.h"
#include "queue/layout.h"

struct wakeup {
	const struct queue *q;
	int	run, inbox, flush;	/* FIFOs */
	int	lock;			/* -1: not held */
	uint64_t started, finished;	/* passes, since the queue was made */
};

#define WAKEUP_INIT	{ .run = -1, .inbox = -1, .flush = -1, .lock = -1 }

enum out	wakeup_open(struct wakeup *w, const struct queue *q,
		    struct why *why);
void	wakeup_close(struct wakeup *w);

/* Takes the lock: false when another run holds it, which is then told. */
enum out	wakeup_begin(struct wakeup *w, bool *held, struct why *why);
/* Gives the lock back. True when something came in between, and the lock has
 * been taken again: another pass is owed. */
bool	wakeup_end(struct wakeup *w);

/* Removes what is in the FIFOs: true when a scan is owed for it. */
bool	wakeup_drain(struct wakeup *w);
/* The records that came for flush, appended. */
void	wakeup_wishes(struct wakeup *w, struct buf *records);

/* Passes are numbered, so that others can wait for one. */
void	wakeup_pass_begins(struct wakeup *w);
void	wakeup_pass_ends(struct wakeup *w);
/* While another run holds the lock: asks it for a pass and waits for its end.
 * True when it has ended (or SIGTERM came); false when the lock has become free
 * and is held now. With for_lock only the lock will do. */
bool	wakeup_wait(struct wakeup *w, bool for_lock);

#endif
