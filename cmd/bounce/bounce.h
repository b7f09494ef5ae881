/* SPDX-License-Identifier: ISC
 *
 * bounce/bounce - who is to be told of a failure, and the notices
 *
 * Source:  Postfix notify_classes, 2bounce_notice_recipient,
 *          double_bounce_sender, bounce_size_limit; RFC 3461 NOTIFY and RET;
 *          RFC 5321 section 6.1: a notice is never answered by a notice.
 * Owns:    struct bounce borrows its strings from conf/param.
 * Errors:  a queue file that cannot be read is reported OUT_TEMP, and a notice
 *          that was begun stays unfinished.
 * Effects: reads the message, writes notices to the dispatcher, and the log.
 */
#ifndef BOUNCE_BOUNCE_H
#define BOUNCE_BOUNCE_H

#include "agent/loop.h"

struct bounce {
	const char	*host, *mail_name, *origin;
	char		*double_bounce;	/* the whole address */
	uint64_t	 size_limit;
	bool		 tell_bounce, tell_2bounce;	/* the postmaster */
	const char	*bounce_rcpt, *twobounce_rcpt;
};

void	bounce_init(struct bounce *cf);
/* For agent_loop; arg is a struct bounce. */
void	bounce_deliver(void *arg, const struct request *rq, int fd,
	    struct report *rp);

#endif
