/* SPDX-License-Identifier: ISC
 *
 * sys/shared - memory that a process and those that it forks see together
 *
 * Source:  mmap(2).
 * Owns:    the memory is the caller's, until shared_free.
 * Errors:  NULL and errno.
 * Effects: the memory, zero at first.
 */
#ifndef SYS_SHARED_H
#define SYS_SHARED_H

#include <stddef.h>

void	*shared_alloc(size_t size);
void	shared_free(void *p, size_t size);

#endif
