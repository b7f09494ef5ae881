/* SPDX-License-Identifier: ISC
 *
 * table/delimited - "/pattern/flags result", what regexp and pcre share
 *
 * Source:  Postfix regexp_table(5), pcre_table(5).
 * Owns:    nothing but what it returns on the heap.
 * Errors:  the reason in bad.
 * Effects: none; safe on hostile input, see t/fuzz/delimited.c.
 */
#ifndef TABLE_DELIMITED_H
#define TABLE_DELIMITED_H

#include "table/ruleset.h"

/* The first byte of *rest is the delimiter; a backslash takes the next byte
 * along. *rest moves behind the letters that follow the pattern. */
bool	delimited_take(struct span *rest, struct span *pattern,
	    struct span *letters, struct buf *bad);
void	delimited_check(const struct rule *r, unsigned flags, size_t groups,
	    struct buf *bad);
/* The key as a C string: a NUL inside must not end it. Heap. */
char	*delimited_key(struct span key);

#endif
