/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/source - where the next message comes from
 *
 * Source:  queue(5). New mail before old, but old mail gets every fifth turn.
 * Owns:    its scans.
 * Errors:  logged; the scan ends.
 * Effects: reads directories.
 */
#ifndef RUNQ_SOURCE_H
#define RUNQ_SOURCE_H

#include <time.h>

#include "queue/scan.h"

struct runq;

enum source_kind {
	SOURCE_MAILDROP, SOURCE_INCOMING, SOURCE_ACTIVE, SOURCE_DUE,
	SOURCE_FLUSH, SOURCE_KINDS
};

struct wanted {			/* one message, or the mail for one site */
	struct wanted	*next;
	struct id	 id;
	struct buf	 site;
};

struct source {
	struct runq	*rq;
	struct scan	 scan[SOURCE_KINDS];
	bool		 open[SOURCE_KINDS], again[SOURCE_KINDS];
	bool		 flush_all;
	struct timespec	 flush_time;	/* of the file system */
	struct wanted	*arrived, **arrived_end;
	size_t		 narrived;
	struct wanted	*ids, *sites;	/* wishes */
	unsigned	 turn;
	bool		 tired;		/* the host has a problem */
};

void	source_init(struct source *s, struct runq *rq);
void	source_close(struct source *s);
/* Look at everything that may have something now. */
void	source_look(struct source *s);
/* Records f, i and s. */
void	source_wish(struct source *s, struct span records);
void	source_flush(struct source *s);
void	source_wish_id(struct source *s, const struct id *id);
/* A message has come through our own door. */
void	source_arrived(struct source *s, const struct id *id);
/* Whether the open file was tried since the flush was asked for. */
bool	source_touched(const struct source *s, int fd);

/* Takes some messages; true while there may be more. */
bool	source_run(struct source *s);
/* Whether there is something left to take. */
bool	source_pending(const struct source *s);
/* Seconds until deferred mail is due, at most most. */
int64_t	source_next_due(const struct source *s, int64_t most);

#endif
