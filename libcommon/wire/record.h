/* SPDX-License-Identifier: ISC
 *
 * wire/record - the plumbing format: netstrings that begin with a letter
 *
 * Source:  DJB's netstrings; "5:Rjoe@,": the length counts letter and data.
 * Owns:    nothing; results point into the input.
 * Errors:  RECORD_BAD for what is no record, or longer than max.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/record.c.
 */
#ifndef WIRE_RECORD_H
#define WIRE_RECORD_H

#include "base/buf.h"

enum record_got { RECORD_OK, RECORD_MORE, RECORD_BAD };

enum { RECORD_MAX = 65536 };	/* data bytes that every program must take */

/* Takes one record off the front of *in. RECORD_MORE: it is not whole yet, *in
 * is unchanged. */
enum record_got	record_take(struct span *in, size_t max, char *letter,
		    struct span *data);
void	record_add(struct buf *out, char letter, struct span data);
/* name=value; any byte may stand in value. */
void	record_add_pair(struct buf *out, char letter, struct span name,
	    struct span value);
void	record_addf(struct buf *out, char letter, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

#endif
