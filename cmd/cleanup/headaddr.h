/* SPDX-License-Identifier: ISC
 *
 * cleanup/headaddr - the addresses in a header field, as they shall be queued
 *
 * Source:  Postfix cleanup(8), ADDRESS_REWRITING_README.
 * Owns:    nothing; output is appended to a buf of the caller.
 * Errors:  OUT_TEMP in w when a table cannot answer; nothing is changed then.
 * Effects: those of route/mapping.
 */
#ifndef CLEANUP_HEADADDR_H
#define CLEANUP_HEADADDR_H

#include "msg/header.h"
#include "settings.h"

/* The body of f; false, and nothing appended, when nothing changes. tables: map
 * the addresses, too, rather than to complete them only. */
bool	headaddr_rewrite(struct buf *out, const struct settings *set,
	    enum rewrite_context ctx, bool tables, const struct header *f,
	    struct why *w);

#endif
