/* SPDX-License-Identifier: ISC
 *
 * cmd/saslio/oauth - the client's words of OAUTHBEARER and XOAUTH2
 *
 * Source:  RFC 7628 section 3.1; Google's and Microsoft's descriptions of
 *          XOAUTH2.
 * Owns:    nothing; output is appended to a buf of the caller.
 * Errors:  false: a user or token that cannot be said.
 * Effects: none (no I/O).
 */
#ifndef SASLIO_OAUTH_H
#define SASLIO_OAUTH_H

#include "base/buf.h"

enum oauth { OAUTH_NONE, OAUTH_BEARER, OAUTH_X2 };

enum oauth	oauth_of(struct span mechanism);
/* The better one of a list. */
enum oauth	oauth_choose(struct span mechanisms);
const char	*oauth_name(enum oauth o);

struct oauth_words {
	struct span	user, token, host, port;	/* the last two may be empty */
};

bool	oauth_first(struct buf *out, enum oauth o,
	    const struct oauth_words *w);
/* The answer to the only challenge there can be, which says why not. */
void	oauth_second(struct buf *out, enum oauth o);

#endif
