/* SPDX-License-Identifier: ISC
 *
 * cleanup/existing - was this maildrop file taken before?
 *
 * Source:  queue(5): a pickup that is repeated must find its own work.
 * Owns:    nothing.
 * Errors:  EXISTING_LATER with a reason: doubt never makes a second copy, nor
 *          forgets the first.
 * Effects: reads queue files; removes an incomplete one; syncs a complete one,
 *          so that it counts as accepted.
 */
#ifndef CLEANUP_EXISTING_H
#define CLEANUP_EXISTING_H

#include "base/why.h"
#include "queue/layout.h"

enum existing {
	EXISTING_NONE,		/* the name is free */
	EXISTING_DONE,		/* that message is queued already */
	EXISTING_LATER
};

/* incoming/ID was in the way. maildrop: the fact of the same name. */
enum existing	existing_incoming(const struct queue *q, const struct id *id,
		    struct span maildrop, struct why *w);
/* incoming/ID is ours now, so nobody can begin: is the message in another
 * state, or is its maildrop file gone, as that of a message that was tried? */
enum existing	existing_elsewhere(const struct queue *q, const struct id *id,
		    struct span maildrop, struct why *w);

#endif
