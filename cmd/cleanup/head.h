/* SPDX-License-Identifier: ISC
 *
 * cleanup/head - the header block: passed through, completed, counted
 *
 * Source:  RFC 5322 sections 3.6, 3.6.6; Postfix cleanup(8).
 * Owns:    a scratch buffer; out is the caller's.
 * Errors:  OUT_TEMP in *why when a table cannot answer; what a limit says of the
 *          counts is the caller's business.
 * Effects: logs the Message-Id. A valid field that is neither dropped nor
 *          rewritten comes out byte for byte.
 */
#ifndef CLEANUP_HEAD_H
#define CLEANUP_HEAD_H

#include "msg/header.h"
#include "queue/envelope.h"
#include "queue/id.h"
#include "settings.h"

struct head {
	const struct settings *set;
	const struct envelope *env;
	const struct id	*id;
	enum rewrite_context ctx;
	bool		complete;	/* add what is missing */
	bool		failed;		/* it is only to be returned */
	bool		tables;		/* addresses are mapped, not just completed */
	bool		done;		/* what follows is body */
	bool		resent;
	bool		seen[HEADER_COUNT];
	int64_t		hops;
	struct buf	*out, scratch;
	struct why	*why;
};

/* env's facts and recipients must be known. */
void	head_begin(struct head *h, const struct settings *set,
	    const struct envelope *env, const struct id *id, struct buf *out,
	    struct why *why);
void	head_clear(struct head *h);
/* A field as it came: into out, changed or not at all. */
void	head_field(struct head *h, const struct header *f);
/* They are at their end: adds what is missing. */
void	head_end(struct head *h);

#endif
