/* SPDX-License-Identifier: ISC
 *
 * cleanup/head - the header block: passed through, completed, counted
 *
 * Source:  RFC 5322 sections 3.6, 3.6.6; Postfix cleanup(8).
 * Owns:    its buffers.
 * Errors:  none; what a limit says of the counts is the caller's business.
 * Effects: logs the Message-Id. A valid field that is neither dropped nor
 *          rewritten comes out byte for byte.
 */
#ifndef CLEANUP_HEAD_H
#define CLEANUP_HEAD_H

#include "msg/header.h"
#include "queue/envelope.h"
#include "queue/id.h"
#include "rewrite.h"
#include "settings.h"

struct head {
	const struct settings *set;
	const struct envelope *env;
	const struct id	*id;
	struct header_reader reader;
	enum rewrite_context ctx;
	bool		complete;	/* add what is missing */
	bool		done;		/* what follows is body */
	bool		not_header;	/* ended by a line that is none */
	bool		resent;
	bool		seen[HEADER_COUNT];
	int64_t		hops;
	struct buf	out, scratch;
};

/* env's facts and recipients must be known; out begins with what is to be
 * prepended, and Received. */
void	head_begin(struct head *h, const struct settings *set,
	    const struct envelope *env, const struct id *id,
	    struct span prepend);
void	head_clear(struct head *h);
/* Takes content off the front of *in up to the end of the headers, into out,
 * with what is missing behind it. After that done is set. */
void	head_take(struct head *h, struct span *in);
/* The content is at its end. */
void	head_finish(struct head *h);

#endif
