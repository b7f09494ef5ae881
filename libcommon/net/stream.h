/* SPDX-License-Identifier: ISC
 *
 * net/stream - buffered bytes to and from a peer, with time limits
 *
 * Source:  RFC 5321 section 4.5.3.2; RFC 2920 (what is written waits until
 *          there is nothing more to read).
 * Owns:    its buffers; the descriptors belong to the caller. Writing to one
 *          that blocks waits for as long as it takes.
 * Errors:  STREAM_* other than STREAM_OK; once written to in vain, what is put
 *          is thrown away and the next fill says STREAM_EOF.
 * Effects: reads and writes its descriptors.
 */
#ifndef NET_STREAM_H
#define NET_STREAM_H

#include <stdint.h>

#include "base/buf.h"

enum stream_got { STREAM_OK, STREAM_EOF, STREAM_TIMEOUT };

struct stream {
	int		in, out;
	struct buf	rd, wr;
	size_t		taken;		/* bytes of rd that were given out */
	int64_t		limit;		/* ms that a read or write may take */
	int64_t		deadline;	/* for the whole request; -1: none */
	uint64_t	rate;		/* bytes a second that move it; 0: none */
	bool		broken;
};

void	stream_init(struct stream *s, int in, int out);
void	stream_clear(struct stream *s);
/* Goes on over other descriptors; what came over the old ones and was not
 * taken is forgotten. */
void	stream_change(struct stream *s, int in, int out);
/* Each read and write may take so long. */
void	stream_limit(struct stream *s, int64_t seconds);
/* From now on, all reads together: that limit, and a second more for every
 * rate bytes that come, but never more than the limit from now. */
void	stream_request(struct stream *s, uint64_t rate);
/* All reads together until then, by clock_ms. */
void	stream_until(struct stream *s, int64_t deadline);
void	stream_no_request(struct stream *s);

/* Bytes read and not yet taken. */
struct span	stream_data(const struct stream *s);
void	stream_take(struct stream *s, size_t n);
/* Writes what is to be written, waits, and reads more. */
enum stream_got	stream_fill(struct stream *s);
/* Whether more is there already; reads it when nothing is at hand. */
bool	stream_pending(struct stream *s);

struct buf	*stream_out(struct stream *s);	/* append to it */
enum stream_got	stream_flush(struct stream *s);

#endif
