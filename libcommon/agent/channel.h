/* SPDX-License-Identifier: ISC
 *
 * agent/channel - records over a pair of descriptors, waiting for each
 *
 * Source:  wire/record.
 * Owns:    its buffers; the descriptors belong to the caller.
 * Errors:  CHAN_* other than CHAN_OK end the conversation; errno for
 *          CHAN_ERROR. EPIPE comes as an error, never as a signal.
 * Effects: reads and writes its descriptors.
 */
#ifndef AGENT_CHANNEL_H
#define AGENT_CHANNEL_H

#include <stdbool.h>

#include "base/buf.h"

struct channel {
	int		in, out;
	struct buf	rd, wr;
	size_t		taken;		/* bytes of rd that were given out */
};

enum chan_got { CHAN_OK, CHAN_EOF, CHAN_TIMEOUT, CHAN_BAD, CHAN_ERROR };

void	channel_init(struct channel *c, int in, int out);
void	channel_clear(struct channel *c);
/* The next record; data is good until the next call. Waits at most timeout_ms
 * for each byte that is missing (-1: for ever). */
enum chan_got	channel_get(struct channel *c, int timeout_ms, char *letter,
		    struct span *data);
/* Whether channel_get would not wait. */
bool	channel_ready(const struct channel *c);
/* Buffered; written when there is much, before channel_get waits, and by
 * channel_flush. -1 and errno. */
int	channel_put(struct channel *c, char letter, struct span data);
int	channel_flush(struct channel *c);
const char *chan_text(enum chan_got got);	/* for a reason */

#endif
