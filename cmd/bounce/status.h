/* SPDX-License-Identifier: ISC
 *
 * bounce/status - the part of a notice that programs read
 *
 * Source:  RFC 3464; RFC 6533 section 4 for addresses in UTF-8.
 * Owns:    nothing; output is appended to a buf of the caller.
 * Errors:  none: what comes from outside is cleaned.
 * Effects: none (no I/O).
 */
#ifndef BOUNCE_STATUS_H
#define BOUNCE_STATUS_H

#include "failure.h"

void	status_add(struct buf *out, const struct failure *f);

#endif
