/* SPDX-License-Identifier: ISC
 *
 * bounce/failure - the text of a notice that mail could not be delivered
 *
 * Source:  RFC 3462 (multipart/report), RFC 3464 (delivery status), RFC 6533
 *          (with UTF-8), RFC 3834 (Auto-Submitted).
 * Owns:    nothing; all is borrowed, output is appended to a buf of the caller.
 * Errors:  none: what comes from outside is cleaned of control bytes.
 * Effects: none (no I/O).
 */
#ifndef BOUNCE_FAILURE_H
#define BOUNCE_FAILURE_H

#include "base/stamp.h"
#include "queue/envelope.h"

struct failed {			/* a recipient, and its last note */
	const struct rcpt *rcpt;
	struct stamp	   when;
	struct span	   dsn, relay, text;
};

struct failure {
	const char	*host, *mail_name, *origin;
	struct span	 to;		/* who gets it, internal form */
	bool		 copy;		/* it is the postmaster's */
	int64_t		 now;

	struct span	 id, sender, envid;	/* envid as it came: xtext */
	struct stamp	 arrival;
	const struct failed *rcpts;
	size_t		 nrcpts;
	bool		 utf8;		/* addresses may be UTF-8 */
	bool		 headers_only;	/* of the original */
	bool		 eight_bit;	/* what is returned of it has bytes > 127 */
};

/* All up to the original message, which the caller puts behind it. */
void	failure_add(struct buf *out, const struct failure *f);
/* What follows it. */
void	failure_end(struct buf *out, const struct failure *f);

#endif
