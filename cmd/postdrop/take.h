/* SPDX-License-Identifier: ISC
 *
 * postdrop/take - takes one submission from whoever runs us
 *
 * Source:  agent/submit.h.
 * Owns:    nothing.
 * Errors:  the answer on the stream, and the exit status.
 * Effects: a file in maildrop/, and the wake-up byte behind it.
 */
#ifndef POSTDROP_TAKE_H
#define POSTDROP_TAKE_H

#include "queue/layout.h"

/* One message from fd 0, answered on fd 1. Returns the exit status. */
int	take(const struct queue *q);

#endif
