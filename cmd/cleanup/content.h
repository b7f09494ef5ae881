/* SPDX-License-Identifier: ISC
 *
 * cmd/cleanup/content - the content of a message, on its way into the queue
 *
 * Source:  Postfix cleanup(8), header_checks(5); RFC 2045, 2046.
 * Owns:    its buffers.
 * Errors:  why gets the first refusal; what comes behind it does not count.
 * Effects: those of inspect and head. What is neither checked nor rewritten
 *          comes out byte for byte.
 */
#ifndef CLEANUP_CONTENT_H
#define CLEANUP_CONTENT_H

#include "head.h"
#include "inspect.h"
#include "msg/mime.h"

struct content {
	const struct settings *set;
	struct head	head;
	struct mime	mime;
	struct inspect	inspect;
	struct why	*why;
	bool		begun;		/* first, the first bytes, were looked at */
	bool		deep;		/* look into the body, too */
	bool		owes_blank;	/* before the body: there was none */
	unsigned	flaws;		/* that are refused */
	uint64_t	segment;	/* bytes of this part's body so far */
	size_t		own;		/* our trace field's number; SPAN_NONE */
	bool		says_8bit;	/* some Content-Transfer-Encoding does */
	struct buf	out, plain, first;
};

/* fate tells what is to be prepended. check: not for notices and the like. */
void	content_begin(struct content *c, const struct settings *set,
	    struct checks *checks, const struct envelope *env,
	    const struct id *id, struct fate *fate, struct why *why, bool check);
void	content_clear(struct content *c);
/* Works on it, into c->out, of which the caller takes what it likes. */
void	content_take(struct content *c, struct span in);
/* Whether what follows stays as it is, and need not come through here. */
bool	content_is_raw(const struct content *c);
void	content_finish(struct content *c);

#endif
