/* SPDX-License-Identifier: ISC
 *
 * cleanup/addresses - sender and recipients of a message, as they shall be queued
 *
 * Source:  Postfix cleanup(8); RFC 3461 section 5.2.7 (aliases).
 * Owns:    its buffers, and what it has seen; results go into the envelope.
 * Errors:  OUT_TEMP when a table cannot answer, OUT_PERM when the recipients are
 *          too many to be held.
 * Effects: those of route/mapping.
 */
#ifndef CLEANUP_ADDRESSES_H
#define CLEANUP_ADDRESSES_H

#include "queue/envelope.h"
#include "settings.h"

struct addresses {
	const struct settings *set;
	struct envelope	*env;
	struct htab	seen;		/* recipients */
	struct addrs	to, copies;
	struct buf	addr;
	bool		tables, bcc;	/* do they apply? */
	size_t		bytes;		/* that the recipients take */
};

void	addresses_init(struct addresses *a, const struct settings *set,
	    struct envelope *env);
void	addresses_clear(struct addresses *a);
void	addresses_forget(struct addresses *a);	/* ready for the next message */

/* Once all facts are known: sender, which is in env, is completed and mapped.
 * Without tables addresses are completed only; without bcc nobody gets a copy
 * who was not asked for. */
enum out	addresses_begin(struct addresses *a, bool tables, bool bcc,
		    struct why *w);
/* A recipient as the client gave it; it becomes one, several or none. */
enum out	addresses_rcpt(struct addresses *a, const struct rcpt *r,
		    struct why *w);
/* Somebody who gets a copy, of whom the sender is told nothing. */
enum out	addresses_copy(struct addresses *a, struct span addr,
		    struct why *w);
/* Behind all recipients: who gets a copy of everything. */
enum out	addresses_end(struct addresses *a, struct why *w);
/* This recipient instead of all: those so far are marked as done. */
enum out	addresses_redirect(struct addresses *a, struct span addr,
		    struct why *w);

#endif
