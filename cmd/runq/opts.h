/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/opts - what the caller asked for
 *
 * Source:  runq(1).
 * Owns:    opts_parse allocates ids, for the life of the program.
 * Errors:  opts_parse ends the program with EX_USAGE.
 * Effects: none.
 */
#ifndef RUNQ_OPTS_H
#define RUNQ_OPTS_H

#include "queue/id.h"

struct opts {
	const char *confdir;
	bool	 cron;		/* do not wait for a run that is under way */
	bool	 flush;		/* all deferred mail now */
	bool	 watch;		/* stay */
	bool	 dry;		/* only say what would be done */
	bool	 verbose;	/* a line a recipient on standard output */
	int64_t	 every;		/* seconds between passes when staying; 0: not said */
	struct id *ids;		/* these deferred messages now */
	size_t	 nids;
};

void	opts_parse(struct opts *o, int argc, char **argv);

#endif
