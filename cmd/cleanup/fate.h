/* SPDX-License-Identifier: ISC
 *
 * cmd/cleanup/fate - what shall become of a message beside being queued
 *
 * Source:  Postfix access(5), header_checks(5): HOLD, DISCARD, FILTER,
 *          REDIRECT, BCC, PREPEND.
 * Owns:    copies of all texts.
 * Errors:  a prepend that is no header is logged and left out.
 * Effects: none. Who decided has logged it; of one that counts but once the
 *          last one said wins.
 */
#ifndef CLEANUP_FATE_H
#define CLEANUP_FATE_H

#include <stdbool.h>

#include "base/buf.h"

struct fate {
	bool		hold, discard;
	struct buf	filter;		/* transport:nexthop */
	struct buf	redirect;	/* an address, instead of all others */
	struct buf	bcc;		/* addresses, LF behind each */
	struct buf	prepend;	/* header lines, LF behind each */
};

#define FATE_INIT { .filter = BUF_INIT, .redirect = BUF_INIT, .bcc = BUF_INIT, \
	.prepend = BUF_INIT }

void	fate_reset(struct fate *f);
void	fate_clear(struct fate *f);
/* False when the fact is none of these. */
bool	fate_fact(struct fate *f, struct span name, struct span value);

#endif
