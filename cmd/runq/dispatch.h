/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/dispatch - the dispatcher: one loop that moves mail to those who deliver it
 *
 * Source:  DESIGN of the queue; queue(5).
 * Owns:    all that a run knows.
 * Errors:  its exit status.
 * Effects: the queue.
 */
#ifndef RUNQ_DISPATCH_H
#define RUNQ_DISPATCH_H

#include "inlet.h"
#include "message.h"
#include "opts.h"
#include "pickup.h"
#include "progress.h"
#include "renew.h"
#include "route/router.h"
#include "schedule.h"
#include "supply.h"
#include "wakeup.h"

struct runq {
	const struct opts *opts;
	struct queue	 q;
	int		 launcher;
	struct wakeup	 wakeup;
	struct supply	 supply;
	struct pickup	 pickup;
	struct inlet	 inlet;
	struct schedule	 schedule;
	struct renew	 renew;
	bool		 old;		/* main.cf is another: start over */
	struct router	 router;
	struct services	 services;
	struct progress	 progress;
	struct message	*messages, *touched;
	size_t		 nmessages, most;
	bool		 no_expiry;	/* a clock was set: nobody's time is up */
	bool		 maildrop_clean; /* see pickup_settle */
	int64_t		 min_backoff, max_backoff, lifetime, bounce_lifetime;
};

int	dispatch(const struct opts *o, int launcher);

#endif
