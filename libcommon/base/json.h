/* SPDX-License-Identifier: ISC
 *
 * base/json - JSON text, for the scripts that read our output
 *
 * Source:  RFC 8259.
 * Owns:    nothing; appends to a buf of the caller.
 * Errors:  none: control bytes are escaped, bytes that are no UTF-8 become '?'.
 * Effects: none.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

void	json_string(struct buf *out, struct span s);	/* with its quotes */
/* Members of an object: ", " before all but the first, then "name": value. */
void	json_name(struct buf *out, const char *name);
void	json_member(struct buf *out, const char *name, struct span string);
void	json_number(struct buf *out, const char *name, long long value);
void	json_bool(struct buf *out, const char *name, bool value);

#endif
