/* SPDX-License-Identifier: ISC
 *
 * base/mem - allocation that never fails
 *
 * Source:  none.
 * Owns:    the caller frees with free().
 * Errors:  without memory the process ends with EX_TEMPFAIL (75); nothing is
 *          acknowledged before it is durable, so nothing can be lost by that.
 * Effects: none.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void	*mem_alloc(size_t size);		/* zeroed */
void	*mem_array(size_t n, size_t size);	/* zeroed, overflow checked */
void	*mem_resize(void *p, size_t n, size_t size);
char	*mem_str(const char *s);
char	*mem_strn(const char *s, size_t len);	/* adds the NUL */
char	*mem_fmt(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
