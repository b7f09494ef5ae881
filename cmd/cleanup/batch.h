/* SPDX-License-Identifier: ISC
 *
 * cleanup/batch - messages that become durable together
 *
 * Source:  queue(5). The disk's commits are what accepting mail costs; where
 *          the client has sent the next message already, they are shared.
 * Owns:    the files of its messages until they are synced.
 * Errors:  told to the client in the order of the messages.
 * Effects: syncs files and the incoming directory, answers, wakes the
 *          dispatcher.
 */
#ifndef CLEANUP_BATCH_H
#define CLEANUP_BATCH_H

#include "agent/door.h"
#include "message.h"

enum { BATCH_MAX = 64 };

struct batch {
	struct batch_entry {
		struct id	id;
		struct qwriter	file;	/* fd -1: nothing to sync */
		struct why	why;
		struct buf	reply;	/* what SMTP is to say, or empty */
		bool		wake;	/* the dispatcher does not know */
		bool		told;	/* why, in the log */
	}	e[BATCH_MAX];
	size_t	n;
};

/* Takes the file and the verdict of a message that has ended. */
void	batch_take(struct batch *b, struct message *m);
bool	batch_full(const struct batch *b);
/* Makes them durable, and answers them. */
void	batch_commit(struct batch *b, const struct queue *q, struct door *d);

#endif
