/* SPDX-License-Identifier: ISC
 *
 * sys/clock - time that never jumps
 *
 * Source:  CLOCK_MONOTONIC.
 * Owns:    nothing.
 * Errors:  none.
 * Effects: none.
 */
#ifndef SYS_CLOCK_H
#define SYS_CLOCK_H

#include <stdint.h>

int64_t	clock_ms(void);
/* Milliseconds from now until deadline (of clock_ms), for poll: 0 if past, -1
 * if deadline is negative (none). */
int	clock_left(int64_t deadline);

#endif
