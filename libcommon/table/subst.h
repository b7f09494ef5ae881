/* SPDX-License-Identifier: ISC
 *
 * table/subst - $1, ${1}, $(1) in the results of regexp and pcre tables
 *
 * Source:  Postfix regexp_table(5).
 * Owns:    nothing.
 * Errors:  subst_check says what is wrong with a result.
 * Effects: none.
 */
#ifndef TABLE_SUBST_H
#define TABLE_SUBST_H

#include "base/buf.h"

/* groups: how many the pattern has; none if it must not use any. */
void	subst_check(const char *result, size_t groups, struct buf *bad);
bool	subst_used(const char *result);
/* part gives the text of a group; an empty span if it took no part. */
void	subst_add(struct buf *out, const char *result,
	    struct span (*part)(const void *arg, size_t n), const void *arg);

#endif
