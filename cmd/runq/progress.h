/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/progress - what a person who watches gets to see
 *
 * Source:  runq(1).
 * Owns:    nothing.
 * Errors:  none.
 * Effects: standard output with verbose; standard error on a terminal.
 */
#ifndef RUNQ_PROGRESS_H
#define RUNQ_PROGRESS_H

#include "base/why.h"
#include "queue/id.h"

struct progress {
	bool		verbose, terminal, shown;
	int64_t		next_ms;
	unsigned long	messages, sent, deferred, bounced;
};

void	progress_init(struct progress *p, bool verbose);
void	progress_result(struct progress *p, const struct id *id,
	    struct span rcpt, enum out out, struct span text);
void	progress_show(struct progress *p, size_t waiting);	/* now and then */
void	progress_end(struct progress *p);

#endif
