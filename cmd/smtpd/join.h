/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/join - lone connections come together at one monitor
 *
 * Source:  smtpd(8). The monitor greets with its key; the guest, whose key is
 *          the same, sends its connection, and waits until the monitor closes
 *          the socket: then the session is over.
 * Owns:    a listening socket private/smtpd.X in the queue, guests' sockets.
 * Errors:  when anything is not as it should be there is nobody to join, and
 *          each connection is served by who got it.
 * Effects: the sockets; removes those that dead monitors have left.
 */
#ifndef SMTPD_JOIN_H
#define SMTPD_JOIN_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "generation.h"

enum { JOIN_GUESTS = 64 };	/* who have not sent their connection yet */

struct join {
	int		 sock;		/* -1: nobody joins us */
	char		*path;
	dev_t		 dev;
	ino_t		 ino;
	struct buf	 key;
	int		 guest[JOIN_GUESTS];
	size_t		 nguests;
};

/* Whatever makes two smtpds the same: program, options, files as they are. */
void	join_init(struct join *j, const struct generation *g);
void	join_close(struct join *j);
void	join_clear(struct join *j);
/* A guest: true when a monitor took the connection, and its session is over;
 * false when nobody has touched it. */
bool	join_give(const struct join *j, int conn);
/* A host: from now on others find us. */
bool	join_open(struct join *j);
/* False when a later monitor has taken our place, so that nobody comes. */
bool	join_is_known(const struct join *j);
/* Lets in who knocks, unless there is no room. */
void	join_greet(struct join *j, bool room);
/* What guest i sends: its connection, or -1. */
int	join_take(const struct join *j, size_t i);
/* The guest's socket is the caller's now. */
int	join_detach(struct join *j, size_t i);

#endif
