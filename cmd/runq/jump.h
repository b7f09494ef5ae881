/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/jump - has somebody set the clock?
 *
 * Source:  queue(5): nobody's time is up in the first pass after a jump.
 * Owns:    pid/clock: the time of the last pass, in seconds.
 * Errors:  none; without the file there was no jump.
 * Effects: reads and writes that file.
 */
#ifndef RUNQ_JUMP_H
#define RUNQ_JUMP_H

#include "queue/layout.h"

/* More than a day, either way, since jump_note. A host that ran no queue for
 * so long looks the same, and gets the same mercy. */
bool	jump_seen(const struct queue *q);
void	jump_note(const struct queue *q);

#endif
