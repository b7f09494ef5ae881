/* SPDX-License-Identifier: ISC
 *
 * agent/listing - what waits in the queue, told over a channel
 *
 * Source:  queue(5). Records, for each message:
 *          q "STATE ID SLOT SIZE ARRIVAL", f sender, and for each recipient
 *          that is not done a state byte and address, o original, t reason;
 *          e ends the message. m NAME: that directory may not be read.
 * Owns:    struct listing owns its spans, until the next listing_get.
 * Errors:  a message that is gone or unfinished by the time it is read is left
 *          out; listing_send returns -1 and errno when the reader is gone or
 *          a directory fails.
 * Effects: reads envelopes and journals, never content (of maildrop files:
 *          never passes it on).
 */
#ifndef AGENT_LISTING_H
#define AGENT_LISTING_H

#include "agent/channel.h"
#include "base/pool.h"
#include "queue/envelope.h"
#include "queue/layout.h"

struct listing_rcpt {
	char		state;		/* enum rcpt_state */
	struct span	addr, orig, reason;
};

struct listing {
	struct pool	pool;
	struct place	place;
	struct id	id;
	uint64_t	size;		/* bytes of content */
	struct stamp	arrival;
	struct span	sender;
	struct listing_rcpt *rcpts;
	size_t		nrcpts, room;
};

#define LISTING_INIT	{ .rcpts = NULL }

int	listing_send(struct channel *to, const struct queue *q,
	    enum queue_state state);

/* The next message. *denied is set when an m record was met instead: the name
 * of a directory is then in sender. */
enum chan_got	listing_get(struct channel *from, struct listing *l,
		    bool *denied);
void	listing_clear(struct listing *l);

#endif
