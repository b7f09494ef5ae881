/* SPDX-License-Identifier: ISC
 *
 * cleanup/complete - headers that a message must have and did not bring
 *
 * Source:  RFC 5322 section 3.6 (Date, From, Message-Id), 3.6.6 (Resent-).
 * Owns:    nothing.
 * Errors:  none.
 * Effects: appends to h->out; logs the Message-Id that it makes.
 */
#ifndef CLEANUP_COMPLETE_H
#define CLEANUP_COMPLETE_H

#include "head.h"

void	complete_headers(struct head *h);
/* A From value of address (internal form) and full name, which may be empty. */
void	complete_from(struct buf *out, const struct settings *set,
	    struct span address, struct span name);

#endif
