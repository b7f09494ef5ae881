/* SPDX-License-Identifier: ISC
 *
 * bounce/original - what a notice returns of the message
 *
 * Source:  Postfix bounce_size_limit; RFC 3461 RET.
 * Owns:    its copy of the header, until original_clear.
 * Errors:  OUT_TEMP when the queue file cannot be read.
 * Effects: reads the message; original_send writes to the dispatcher.
 */
#ifndef BOUNCE_ORIGINAL_H
#define BOUNCE_ORIGINAL_H

#include "agent/report.h"

struct original {
	const struct qfile *q;
	bool		headers_only;
	struct buf	header;
	bool		eight_bit;
};

#define ORIGINAL_INIT	{ .header = BUF_INIT }

/* Reads it once, for eight_bit. A header is cut to whole lines of limit bytes
 * in all. */
enum out	original_open(struct original *o, const struct qfile *q,
		    bool headers_only, uint64_t limit, struct why *w);
/* Ends in a newline. */
enum out	original_send(const struct original *o, struct report *rp,
		    struct why *w);
void	original_clear(struct original *o);

#endif
