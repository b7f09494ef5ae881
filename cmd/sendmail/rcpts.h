/* SPDX-License-Identifier: ISC
 *
 * sendmail/rcpts - to whom: from arguments, and from headers for -t
 *
 * Source:  RFC 5322 sections 3.4, 3.6.3, 3.6.6.
 * Owns:    the addresses (internal form).
 * Errors:  false for an address that cannot be one; bad is then it.
 * Effects: none.
 */
#ifndef SENDMAIL_RCPTS_H
#define SENDMAIL_RCPTS_H

#include "base/pool.h"
#include "msg/header.h"

struct rcpts {
	struct pool	pool;
	struct span	*list, *resent;
	size_t		 n, nresent, nargs;	/* nargs: of list */
	bool		 is_resent;	/* some Resent- recipient header */
	struct buf	 bad;
};

#define RCPTS_INIT	{ .list = NULL, .bad = BUF_INIT }

void	rcpts_clear(struct rcpts *r);
/* A list of addresses, as an argument. All arguments come first. */
bool	rcpts_argument(struct rcpts *r, const char *text);
/* A header of the message; nothing happens if it names no recipients. */
bool	rcpts_header(struct rcpts *r, const struct header *h);
/* After the last header: Resent- recipients replace those of other headers. */
void	rcpts_settle(struct rcpts *r);

#endif
