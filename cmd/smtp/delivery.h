/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/delivery - one request: hosts are tried until all is settled
 *
 * Source:  RFC 5321 section 5.1; Postfix smtp(8).
 * Owns:    what is known of each recipient, until it is reported.
 * Errors:  a permanent failure settles a recipient at once, a temporary one
 *          when there is no further host to try.
 * Effects: reports.
 */
#ifndef SMTP_DELIVERY_H
#define SMTP_DELIVERY_H

#include "agent/loop.h"
#include "content.h"

struct fate {
	bool		settled;	/* reported */
	bool		waits;		/* for another transaction: too many */
	struct why	why;		/* of the last failure */
	struct buf	relay;		/* where that was; empty: nowhere */
};

struct delivery {
	struct client	*client;
	const struct request *rq;
	struct report	*rp;
	struct content	 content;
	struct tlspolicy policy;	/* of the next hop at hand */
	struct span	 hop, domain;	/* as it is written, and in it */
	struct fate	*fate;		/* one a recipient */
	size_t		 left;		/* not settled */
	struct buf	 sender;	/* as it goes out */
	struct buf	*rcpt;		/* the same of each recipient */
};

agent_deliver	delivery_run;		/* arg: struct client */

/* The outcome for recipient i over session s (NULL: there was none). */
void	delivery_result(struct delivery *d, size_t i, const struct session *s,
	    const struct why *w);
/* The same for all that are not settled. */
void	delivery_result_all(struct delivery *d, const struct session *s,
	    const struct why *w);

#endif
