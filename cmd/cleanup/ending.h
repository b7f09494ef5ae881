/* SPDX-License-Identifier: ISC
 *
 * cmd/cleanup/ending - what is done to a message when all of it has come
 *
 * Source:  Postfix cleanup(8); fate.h, consult.h.
 * Owns:    nothing.
 * Errors:  m->why.
 * Effects: asks milters; writes the queue file, moves it to hold.
 */
#ifndef CLEANUP_ENDING_H
#define CLEANUP_ENDING_H

#include "message.h"

/* Where there are milters: asks them, then writes what they have made of it. */
void	ending_consult(struct message *m);
/* Recipients, filter and place as the fate has them. */
enum out	ending_apply(struct message *m);

#endif
