/* SPDX-License-Identifier: ISC
 *
 * bounce/wrap - long text on short lines
 *
 * Source:  RFC 5322 section 2.1.1 (78 columns), 2.2.3 (folding).
 * Owns:    nothing; output is appended to a buf of the caller.
 * Errors:  none. A word that is longer than a line stays whole up to 900 bytes.
 * Effects: none (no I/O).
 */
#ifndef BOUNCE_WRAP_H
#define BOUNCE_WRAP_H

#include "base/buf.h"

/* text goes on the line that out ends with; further lines begin with indent,
 * so that it serves for fields, too. Blanks are not kept as they were. */
void	wrap_add(struct buf *out, struct span text, const char *indent);
/* Appends text with each control byte, and each byte that is not part of
 * well-formed UTF-8 (with ascii: each above 127), as '?'. */
void	wrap_clean(struct buf *out, struct span text, bool ascii);

#endif
