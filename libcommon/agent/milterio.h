/* SPDX-License-Identifier: ISC
 *
 * agent/milterio - bytes to and from one milter
 *
 * Source:  wire/milter.
 * Owns:    nothing; descriptor and buffers are the milter's.
 * Errors:  false after milter_fail: the milter is broken.
 * Effects: connects, reads and writes, within time limits.
 */
#ifndef AGENT_MILTERIO_H
#define AGENT_MILTERIO_H

#include "agent/milter.h"

void	milter_dial(struct milter *m);
void	milter_hang_up(struct milter *m);
/* Writes m->wr. */
bool	milter_put(struct milter *m, int64_t seconds);
/* The next packet; data is good until the next call. */
bool	milter_get(struct milter *m, int64_t seconds, char *letter,
	    struct span *data);

#endif
