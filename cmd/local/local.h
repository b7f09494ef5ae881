/* SPDX-License-Identifier: ISC
 *
 * local/local - the delivery agent for users of this host
 *
 * Source:  Postfix local(8).
 * Owns:    struct local borrows its strings from conf/param.
 * Errors:  local_init ends the program on a bad configuration; local_deliver
 *          reports each recipient.
 * Effects: mailboxes, with the rights of their owners; the mail log.
 */
#ifndef LOCAL_LOCAL_H
#define LOCAL_LOCAL_H

#include "agent/loop.h"
#include "mailbox/mbox.h"

struct local {
	bool		  single;	/* a private instance: nobody to become */
	const char	 *home_mailbox, *spool, *delimiter;
	const char	 *double_bounce;
	struct mbox_rules mbox;		/* but for the owner */
	bool		  original_to;	/* X-Original-To on top */
	bool		  delivered_to;	/* Delivered-To on top */
	int64_t		  seconds;	/* one delivery may take */
};

void	local_init(struct local *cf);
/* For agent_loop; arg is a struct local. */
void	local_deliver(void *arg, const struct request *rq, int fd,
	    struct report *rp);

#endif
