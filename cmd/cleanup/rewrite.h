/* SPDX-License-Identifier: ISC
 *
 * cleanup/rewrite - addresses of envelope and headers as they shall be queued
 *
 * Source:  Postfix trivial-rewrite(8): bare users and hosts are completed.
 * Owns:    nothing; output is appended to a buf of the caller.
 * Errors:  none.
 * Effects: none. This is the one place where cleanup changes addresses: what
 *          needs tables (canonical, masquerade, virtual) is called from here.
 */
#ifndef CLEANUP_REWRITE_H
#define CLEANUP_REWRITE_H

#include "base/buf.h"
#include "settings.h"

/* Where an address comes from decides how a bare one is completed. */
enum rewrite_context {
	REWRITE_LOCAL,		/* with myorigin and mydomain */
	REWRITE_REMOTE,		/* with remote_header_rewrite_domain */
	REWRITE_NONE
};

/* Appends the address (internal form, not empty); true when it is another. */
bool	rewrite_address(struct buf *out, const struct settings *set,
	    enum rewrite_context ctx, struct span addr);
/* A header's body; false, and nothing appended, when nothing changes. */
bool	rewrite_header(struct buf *out, const struct settings *set,
	    enum rewrite_context ctx, struct span body);

#endif
