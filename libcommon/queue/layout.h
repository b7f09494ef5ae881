/* SPDX-License-Identifier: ISC
 *
 * queue/layout - the directories of the queue and the names in them
 *
 * Source:  queue(5).
 * Owns:    struct queue owns its directory descriptor.
 * Errors:  false or -1 and errno.
 * Effects: reads and changes the queue directory.
 */
#ifndef QUEUE_LAYOUT_H
#define QUEUE_LAYOUT_H

#include <stdint.h>

#include "base/buf.h"
#include "queue/id.h"

enum queue_state {
	QUEUE_MAILDROP,		/* left by postdrop */
	QUEUE_INCOMING,		/* accepted, not yet tried */
	QUEUE_ACTIVE,		/* being delivered */
	QUEUE_DEFERRED,		/* to be tried again, in time slots */
	QUEUE_HOLD,		/* until somebody releases it */
	QUEUE_CORRUPT,		/* damaged, for a person to look at */
	QUEUE_STATES
};

extern const char *const queue_state_name[QUEUE_STATES];

struct queue {
	int	 fd;		/* of $queue_directory */
	char	*path;
};

/* Where a message lies. slot counts for QUEUE_DEFERRED only: the time of the
 * next attempt, in seconds since the Epoch. */
struct place {
	enum queue_state state;
	int64_t		 slot;
};

bool	queue_open(struct queue *q, const char *path);
void	queue_close(struct queue *q);

/* The name relative to the queue directory: "active/ID", "deferred/SLOT/ID". */
void	queue_name(struct buf *out, struct place p, const struct id *id);
/* Its directory alone: "active", "deferred/SLOT". */
void	queue_dir(struct buf *out, struct place p);

/* Moves a message; EEXIST when the name is taken there. A new slot directory
 * is made, and is durable before the message enters it. */
int	queue_move(const struct queue *q, const struct id *id, struct place from,
	    struct place to);
int	queue_unlink(const struct queue *q, const struct id *id, struct place p);
int	queue_sync(const struct queue *q, struct place p);	/* the directory */
/* Looks in every state but maildrop. -1 and ENOENT when it is nowhere. */
int	queue_find(const struct queue *q, const struct id *id, struct place *p);
int	queue_find_moved(const struct queue *q, const struct id *id,
	    struct place *p);		/* nor in incoming */

/* The slot of mail that postsuper -e wants returned to its sender now. */
enum { SLOT_EXPIRE = 1 };

/* The slot for an attempt after delay seconds from now: rounded up, the more
 * the longer the delay, so that there are never many slots. */
int64_t	slot_after(int64_t now, int64_t delay);
bool	slot_read(struct span name, int64_t *slot);

#endif
