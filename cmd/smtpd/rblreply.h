/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/rblreply - what those hear that a DNS list has: rbl_reply_maps
 *
 * Source:  Postfix postconf(5): default_rbl_reply, rbl_reply_maps,
 *          smtpd_expansion_filter.
 * Owns:    nothing.
 * Errors:  a template that is none gives 450 4.7.1, with a warning.
 * Effects: asks rbl_reply_maps; replies.
 */
#ifndef SMTPD_RBLREPLY_H
#define SMTPD_RBLREPLY_H

#include "judge.h"

struct rbl {
	struct span	 arg, zone;	/* with, and without "=pattern" */
	struct span	 what, text;
	const char	*class;
	const struct whose *of;
};

enum judged	rblreply(struct conn *c, const struct rbl *r);

/* The bytes that a filter allows, as C writes them: "\\t\\40!". */
void	rblreply_unescape(struct buf *out, struct span text);

#endif
