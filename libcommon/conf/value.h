/* SPDX-License-Identifier: ISC
 *
 * conf/value - yes and no, numbers, lengths of time, lists
 *
 * Source:  Postfix postconf(5).
 * Owns:    nothing.
 * Errors:  false for what is no such value; the result is then untouched.
 * Effects: none (no I/O).
 */
#ifndef CONF_VALUE_H
#define CONF_VALUE_H

#include <stdint.h>

#include "base/span.h"

bool	value_bool(struct span s, bool *out);	/* yes, no; any case */
bool	value_int(struct span s, int64_t *out);
/* A number and s, m, h, d or w; without a letter it counts in unit. */
bool	value_time(struct span s, char unit, int64_t *seconds);
/* The unit of a time that ends in a letter; 's' for others. */
char	value_unit(struct span s);

/* "min..max", "min..", "" of params.def. */
void	value_bounds(const char *range, int64_t *min, int64_t *max);

/* Takes the next element of a list: separated by commas and blanks, where a
 * part in { } hangs together (its braces stay). False at the end. */
bool	value_item(struct span *list, struct span *item);
/* Takes the braces off an item that is wholly within one pair, and trims. */
struct span	value_unbrace(struct span item);

#endif
