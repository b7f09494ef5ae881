/* SPDX-License-Identifier: ISC
 *
 * net/name - the name of a peer: address to name, and back to make sure
 *
 * Source:  Postfix smtpd_peername_lookup; getnameinfo(3), getaddrinfo(3).
 * Owns:    its bufs.
 * Errors:  in status and reverse_status: PERM, there is no such name; TEMP, it
 *          could not be found out. The name is then "unknown".
 * Effects: asks the resolver, which may take long.
 */
#ifndef NET_NAME_H
#define NET_NAME_H

#include "base/buf.h"
#include "net/peer.h"

enum name_status { NAME_OK, NAME_PERM, NAME_TEMP };

struct name {
	struct buf	 name;		/* leads back to the address, else "unknown" */
	struct buf	 reverse;	/* what the address leads to, else "unknown" */
	enum name_status status, reverse_status;
	struct buf	 warning;	/* worth a line in the log; or empty */
};

#define NAME_INIT { BUF_INIT, BUF_INIT, NAME_OK, NAME_OK, BUF_INIT }

void	name_of(struct name *n, const struct peer *p, bool lookup);
void	name_clear(struct name *n);

#endif
