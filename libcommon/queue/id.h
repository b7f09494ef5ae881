/* SPDX-License-Identifier: ISC
 *
 * queue/id - queue ids: 17 letters and digits that sort by arrival
 *
 * Source:  Postfix long queue ids, whose look log readers match.
 * Owns:    nothing.
 * Errors:  false for what is no id.
 * Effects: id_make reads randomness.
 */
#ifndef QUEUE_ID_H
#define QUEUE_ID_H

#include "base/stamp.h"

/* 6 digits of seconds and 4 of microseconds in base 52, a z, and 6 digits that
 * carry 32 random bits: unique over hosts that share a spool. */
enum { ID_LEN = 17 };

struct id {
	char s[ID_LEN + 1];
};

struct id	id_make(struct stamp now);
bool	id_read(struct span s, struct id *id);	/* checks every character */
struct stamp	id_stamp(const struct id *id);

#endif
