/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/lobby - connections that wait for a free session
 *
 * Source:  none. Who has the fewest sessions comes first, then who has waited
 *          longest; when there is no more room, the newest of who has the most
 *          must go. So nobody can keep others out by many connections.
 * Owns:    the connections that wait.
 * Errors:  none.
 * Effects: none.
 */
#ifndef SMTPD_LOBBY_H
#define SMTPD_LOBBY_H

#include "crew.h"

struct visitor {
	int		fd;
	struct peer	peer;
};

struct lobby {
	struct visitor	*list;		/* in the order in which they came */
	size_t		 n, max, room;
};

void	lobby_init(struct lobby *l, size_t max);
void	lobby_clear(struct lobby *l);		/* closes them */
/* fd becomes the lobby's. True: it is full, and *out must go instead. */
bool	lobby_add(struct lobby *l, const struct crew *w,
	    const struct settings *set, int fd, const struct peer *p,
	    struct visitor *out);
/* Who is next; *out and its descriptor become the caller's. */
bool	lobby_next(struct lobby *l, const struct crew *w,
	    const struct settings *set, struct visitor *out);
/* How many of this client wait. */
int64_t	lobby_count(const struct lobby *l, const struct settings *set,
	    const struct peer *p);

#endif
