/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/supply - where the next message comes from
 *
 * Source:  queue(5). New mail before old, but old mail gets every fifth turn.
 * Owns:    its scans.
 * Errors:  logged; the scan ends.
 * Effects: reads directories.
 */
#ifndef RUNQ_SUPPLY_H
#define RUNQ_SUPPLY_H

#include <time.h>

#include "queue/scan.h"

struct runq;

enum supply_kind {
	SUPPLY_MAILDROP, SUPPLY_INCOMING, SUPPLY_ACTIVE, SUPPLY_DUE,
	SUPPLY_FLUSH, SUPPLY_KINDS
};

struct wanted {			/* one message, or the mail for one site */
	struct wanted	*next;
	struct id	 id;
	struct buf	 site;
};

struct supply {
	struct runq	*rq;
	struct scan	 scan[SUPPLY_KINDS];
	bool		 open[SUPPLY_KINDS], again[SUPPLY_KINDS];
	bool		 flush_all;
	struct timespec	 flush_time;	/* of the file system */
	struct wanted	*arrived, **arrived_end;
	size_t		 narrived;
	struct wanted	*ids, *sites;	/* wishes */
	int64_t		 due_looked;	/* for due mail, second */
	unsigned	 turn;
	bool		 tired;		/* the host has a problem */
	bool		 stranded;	/* active/ holds what nobody delivers */
};

void	supply_init(struct supply *s, struct runq *rq);
void	supply_close(struct supply *s);
/* Look at everything that may have something now. */
void	supply_look(struct supply *s);
/* A message was left in active/: look there again some time. */
void	supply_stranded(struct supply *s);
/* A message has come through our own door. */
void	supply_arrived(struct supply *s, const struct id *id);

/* Takes some messages; true while there may be more. */
bool	supply_run(struct supply *s);
/* Whether there is something left to take. */
bool	supply_pending(const struct supply *s);
/* Seconds until deferred mail is due, at most most. */
int64_t	supply_next_due(const struct supply *s, int64_t most);

#endif
