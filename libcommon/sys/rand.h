/* SPDX-License-Identifier: ISC
 *
 * sys/rand - random bytes
 *
 * Source:  getrandom(2).
 * Owns:    nothing.
 * Errors:  none: without randomness the process ends with EX_TEMPFAIL.
 * Effects: none.
 */
#ifndef SYS_RAND_H
#define SYS_RAND_H

#include <stddef.h>
#include <stdint.h>

void	rand_bytes(void *p, size_t n);
uint32_t	rand_u32(void);

#endif
