/* SPDX-License-Identifier: ISC
 *
 * agent/channel - records over a pair of descriptors, waiting for each
 *
 * Source:  wire/record.
 * Owns:    its buffers, and descriptors that came and were not taken; in and
 *          out belong to the caller.
 * Errors:  CHAN_* other than CHAN_OK end the conversation; errno for
 *          CHAN_ERROR. EPIPE comes as an error, never as a signal.
 * Effects: reads and writes its descriptors.
 */
#ifndef AGENT_CHANNEL_H
#define AGENT_CHANNEL_H

#include <stdbool.h>

#include "base/buf.h"

enum { CHAN_FDS = 16 };		/* descriptors that may wait to be taken */

struct channel {
	int		in, out;
	struct buf	rd, wr;
	size_t		taken;		/* bytes of rd that were given out */
	bool		wants_fds;
	int		fd[CHAN_FDS], nfds;
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
/* Where in is a Unix socket, records may bring a descriptor along. */
void	channel_want_fds(struct channel *c);
/* The next that came, now the caller's; -1 when there is none. */
int	channel_take_fd(struct channel *c);
/* Puts a record that brings fd along, which stays open here; -1 and errno. */
int	channel_put_fd(struct channel *c, char letter, struct span data,
	    int fd);
const char *chan_text(enum chan_got got);	/* for a reason */

#endif
