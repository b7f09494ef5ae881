/* SPDX-License-Identifier: ISC
 *
 * queue/qfile - a message is one file: writing it, loading it, marking its recipients
 *
 * Source:  queue(5).
 * Owns:    a writer or a loaded file owns its descriptor and, with it, the lock.
 * Errors:  OUT_TEMP with a reason; QFILE_* for a file that is not right.
 * Effects: the queue directory. Nothing counts as accepted before qwriter_commit has returned OUT_OK.
 */
#ifndef QUEUE_QFILE_H
#define QUEUE_QFILE_H

#include "base/why.h"
#include "queue/envelope.h"
#include "queue/layout.h"

/* -- writing: only the door (cleanup) does -- */

struct qwriter {
	const struct queue *q;
	struct id	id;
	struct place	place;		/* incoming, or hold */
	int		fd;
	struct buf	pending;	/* not yet written */
	uint64_t	at;		/* its place in the file */
	uint64_t	content_at, content_len;
	uint32_t	crc;
	size_t		nrcpts, nfacts;	/* of the envelope, written so far */
};

#define QWRITER_INIT	{ .fd = -1, .pending = BUF_INIT, \
	.place = { QUEUE_INCOMING, 0 } }

/* Creates incoming/ID, locked. OUT_PERM when the name exists (any state of
 * the file; errno is EEXIST). */
enum out	qwriter_open(struct qwriter *w, const struct queue *q,
		    const struct id *id, struct why *why);
/* Once, before the content. */
void	qwriter_envelope(struct qwriter *w, const struct envelope *e);
enum out	qwriter_content(struct qwriter *w, struct span s, struct why *why);
/* What qwriter_envelope wrote has changed, but not in length: the state of a
 * recipient, 7bit to 8bit. */
enum out	qwriter_amend(struct qwriter *w, const struct envelope *e,
		    struct why *why);
/* Moves the unfinished file to hold: there it will be complete. */
enum out	qwriter_hold(struct qwriter *w, struct why *why);
/* Adds what e has gained since qwriter_envelope, completes the first line,
 * syncs file and directory, and lets go of the lock: the message is accepted. */
enum out	qwriter_commit(struct qwriter *w, const struct envelope *e,
		    struct why *why);
/* The steps of qwriter_commit, to take many messages at once: finish each, sync
 * each, sync the directory once (queue_sync of place), then close each. Up
 * to the last step a message is not accepted, and may be aborted. */
enum out	qwriter_finish(struct qwriter *w, const struct envelope *e,
		    struct why *why);
enum out	qwriter_sync(struct qwriter *w, struct why *why);
void	qwriter_close(struct qwriter *w);
/* Removes the file, if there is one. */
void	qwriter_abort(struct qwriter *w);

/* -- reading -- */

struct qfile {
	int		fd;
	struct envelope	env;
	uint64_t	content_at, content_len;
	uint64_t	journal_at;
	uint64_t	size;		/* up to and with the last whole line */
};

#define QFILE_INIT	{ .fd = -1, .env = ENVELOPE_INIT }

enum qfile_got {
	QFILE_OK,
	QFILE_INCOMPLETE,	/* never finished: not accepted, may go */
	QFILE_DAMAGED,		/* complete once, wrong now: a person must look */
	QFILE_ERROR		/* cannot tell now */
};

/* Reads envelope and measures of the open file fd, of which f becomes the
 * owner whatever is returned. With verify the content's CRC is checked too. */
enum qfile_got	qfile_load(struct qfile *f, int fd, bool verify,
		    struct why *why);
void	qfile_close(struct qfile *f);

/* At most max bytes of the content from offset at, appended. 0 at its end. */
ssize_t	qfile_content(const struct qfile *f, struct buf *b, size_t max,
	    uint64_t at);
int	qfile_journal(const struct qfile *f, struct buf *b, size_t max);

/* -- marking: only the dispatcher does, holding the lock -- */

int	qfile_mark(struct qfile *f, size_t rcpt, enum rcpt_state state);
/* Cuts off a line that a crash left half written, then appends. */
int	qfile_append(struct qfile *f, struct span lines);

#endif
