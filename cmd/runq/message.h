/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/message - a message that is being delivered: taken, marked, let go
 *
 * Source:  queue(5), states and locks.
 * Owns:    the queue file, and with it the lock, until message_free.
 * Errors:  TAKE_*; what cannot be helped is logged.
 * Effects: moves queue files to active/, and damaged ones to corrupt/; removes
 *          what was never finished.
 */
#ifndef RUNQ_MESSAGE_H
#define RUNQ_MESSAGE_H

#include "queue/journal.h"
#include "queue/qfile.h"

struct runq;

struct message {
	struct message	*next, *prev;		/* all that are loaded */
	struct message	*next_touched;
	struct id	 id;
	struct qfile	 f;
	struct stamp	 active;
	size_t		 pending;	/* jobs, copies and notices under way */
	char		*state;		/* of each recipient: what f will say */
	struct buf	 notes;		/* journal lines that are not written */
	struct buf	 journal;	/* what was there, once it was asked for */
	struct span	*last;		/* last lines in journal */
	bool		 fresh;		/* never tried before */
	bool		 forced;	/* somebody wants it returned: slot 1 */
	bool		 urgent;	/* a note that may not be lost */
	bool		 touched, unsynced, notified;
};

enum take {
	TAKE_OK,
	TAKE_NOT,		/* gone, or somebody else's, or thrown out */
	TAKE_FAILED		/* the host has a problem: take no more now */
};

enum {				/* flags of message_take */
	TAKE_PICKED	= 1 << 0,	/* just came through our own door */
	TAKE_UNTOUCHED	= 1 << 1	/* unless tried after rq->flush_time */
};

/* Locks, loads, moves to active/ and logs the message. */
enum take	message_take(struct runq *rq, const struct id *id,
		    struct place from, unsigned flags, struct message **m);
/* Lets go of the file where it is. */
void	message_free(struct runq *rq, struct message *m);

/* The outcome for recipient i. Writes nothing yet. */
void	message_result(struct runq *rq, struct message *m, size_t i,
	    enum out out, struct span dsn, struct span relay, struct span text);
/* A note for recipient i, unless the file has one. */
void	message_explain(struct message *m, size_t i, const char *dsn,
	    const char *text);
/* Notes, then states; with sync they are durable when it returns. */
bool	message_write(struct message *m, bool sync);
/* Settle m when the replies at hand have been read. */
void	message_touch(struct runq *rq, struct message *m);

#endif
