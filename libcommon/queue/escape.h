/* SPDX-License-Identifier: ISC
 *
 * queue/escape - the one encoder of what comes from outside into queue files
 *
 * Source:  queue(5).
 * Owns:    nothing.
 * Errors:  escape_decode returns false on a bad escape and leaves out as it was.
 * Effects: none; safe on hostile input, see t/fuzz/escape.c.
 */
#ifndef QUEUE_ESCAPE_H
#define QUEUE_ESCAPE_H

#include "base/buf.h"

/* Control bytes and the backslash become \xHH; other bytes, also those above
 * 127, stand for themselves. A word has its blanks escaped as well. */
void	escape_add(struct buf *out, struct span value);
void	escape_add_word(struct buf *out, struct span value);
bool	escape_decode(struct buf *out, struct span text);

#endif
