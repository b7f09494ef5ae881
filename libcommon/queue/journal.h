/* SPDX-License-Identifier: ISC
 *
 * queue/journal - what happened to each recipient: lines at the end of a queue file
 *
 * Source:  queue(5).
 * Owns:    a note's spans point into the line or into the scratch buf.
 * Errors:  journal_take skips what is no whole, well-formed line (a crash may have cut the last one).
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/journal.c.
 */
#ifndef QUEUE_JOURNAL_H
#define QUEUE_JOURNAL_H

#include "base/stamp.h"
#include "base/why.h"

struct note {
	struct stamp	when;
	size_t		rcpt;		/* number in the envelope, from 0 */
	enum out	out;
	struct span	dsn;		/* "4.4.1" */
	struct span	relay;		/* "mx.example.org[192.0.2.1]:25", "local", "none" */
	struct span	text;		/* what the other side, or we, said */
};

void	journal_add(struct buf *out, const struct note *n);
/* The next note of *in; false at the end. scratch holds decoded values and
 * is reset by each call. */
bool	journal_take(struct span *in, struct note *n, struct buf *scratch);
/* For each of nrcpts recipients where its last note begins in text, or NULL:
 * an array that the caller frees. */
struct span	*journal_last(struct span text, size_t nrcpts);

#endif
