/* SPDX-License-Identifier: ISC
 *
 * queue/value - the one encoder of what comes from outside into queue files
 *
 * Source:  queue(5).
 * Owns:    nothing.
 * Errors:  value_decode returns false on a bad escape and leaves out as it was.
 * Effects: none; safe on hostile input, see t/fuzz/value.c.
 */
#ifndef QUEUE_VALUE_H
#define QUEUE_VALUE_H

#include "base/buf.h"

/* Control bytes and the backslash become \xHH; other bytes, also those above
 * 127, stand for themselves. A word has its blanks escaped as well. */
void	value_add(struct buf *out, struct span value);
void	value_add_word(struct buf *out, struct span value);
bool	value_decode(struct buf *out, struct span text);

#endif
