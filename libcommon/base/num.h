/* SPDX-License-Identifier: ISC
 *
 * base/num - numbers from text, checked
 *
 * Source:  none.
 * Owns:    nothing.
 * Errors:  false when the text is not entirely a number, or out of bounds; the
 *          result is then untouched.
 * Effects: none.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

bool	num_int(struct span s, int64_t min, int64_t max, int64_t *out);	/* optional sign */
bool	num_uint(struct span s, uint64_t max, uint64_t *out);		/* digits only */
bool	num_hex(struct span s, uint64_t max, uint64_t *out);
bool	num_octal(struct span s, uint64_t max, uint64_t *out);

#endif
