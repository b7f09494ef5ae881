/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/inlet - messages going through the door, several at a time
 *
 * Source:  agent/submit, the submission stream. Each cleanup process is given
 *          the next message while it commits the last one, so that neither side
 *          waits; several processes share the disk's commits.
 * Owns:    the cleanup processes' sockets. A submission belongs to its maker;
 *          it may be freed from done on.
 * Errors:  a door that fails answers OUT_TEMP for what it held.
 * Effects: talks to cleanup.
 */
#ifndef RUNQ_INLET_H
#define RUNQ_INLET_H

#include <poll.h>

#include "base/why.h"
#include "queue/id.h"

enum feed {
	FEED_MORE,		/* something was added, ask again */
	FEED_WAIT,		/* nothing now */
	FEED_END,		/* E was added */
	FEED_FORGET		/* X was added: there will be no answer */
};

struct submission {
	struct submission *next;
	/* Appends whole records to out. */
	enum feed	(*feed)(struct submission *s, struct buf *out);
	/* The verdict; id is good for OUT_OK. After FEED_FORGET: OUT_PERM. */
	void		(*done)(struct submission *s, enum out out,
			    const struct id *id, const struct why *w);
	bool		 fed;
};

struct inlet_door;

struct inlet {
	int		 launcher;
	struct inlet_door *doors;
	size_t		 ndoors;
	struct submission *head, *tail;		/* not begun */
	size_t		 waiting, busy;		/* not begun; begun */
	int64_t		 dead_until;		/* of sys/clock */
};

enum { INLET_DOORS = 4 };

void	inlet_init(struct inlet *in, int launcher);
void	inlet_close(struct inlet *in);		/* all doors; none may be busy */
void	inlet_add(struct inlet *in, struct submission *s);
/* Whether one more would be begun soon. */
bool	inlet_has_room(const struct inlet *in);
void	inlet_run(struct inlet *in);		/* begins and feeds what it can */

/* For the one poll of the program: fills at most INLET_DOORS entries. */
size_t	inlet_poll(const struct inlet *in, struct pollfd *p);
void	inlet_ready(struct inlet *in, const struct pollfd *p, size_t n);

#endif
