/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/crew - the workers that a monitor has: busy, idle, gone
 *
 * Source:  smtpd(8).
 * Owns:    a socket to each worker.
 * Errors:  false when there is nobody.
 * Effects: sends connections to workers.
 */
#ifndef SMTPD_CREW_H
#define SMTPD_CREW_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "net/peer.h"
#include "settings.h"

struct hand {			/* one worker */
	pid_t		pid;
	int		sock;	/* -1: it is told, or has told, to end */
	bool		busy;
	bool		old;	/* of a generation before: serves no more */
	int64_t		since;	/* clock_ms when it became idle */
	struct peer	peer;	/* whom it serves, when busy */
	int		guest;	/* who waits for the end of that, or -1 */
};

struct crew {
	struct hand	*hands;
	size_t		 n, room;
};

/* The new hand, until the next is added or goes. */
struct hand *crew_add(struct crew *w, pid_t pid, int sock,
	    const struct peer *p, bool old);
void	crew_clear(struct crew *w);
/* Gives a connection to the one that was busy last; NULL: there is none. */
struct hand *crew_give(struct crew *w, int conn, const struct peer *p);
/* It has nothing to do any more; an old one is let go. */
void	crew_rest(struct hand *h);
void	crew_gone(struct crew *w, pid_t pid);
/* Lets go who has been idle for so long, 0 being all. */
void	crew_trim(struct crew *w, int64_t ms);
size_t	crew_busy(const struct crew *w);
/* The same client, or a neighbour, as the prefix lengths have it. */
bool	crew_same_client(const struct settings *set, const struct peer *a,
	    const struct peer *b);
/* Connections of the same client, as the prefix lengths have it. */
int64_t	crew_serving(const struct crew *w, const struct settings *set,
	    const struct peer *p);

#endif
