/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/renew - a run that stays starts over when its configuration changes
 *
 * Source:  runq(1), options --watch and --loop.
 * Owns:    nothing.
 * Errors:  a new program that cannot be started: the run ends, as it would at
 *          its next start.
 * Effects: looks at main.cf and master.cf; replaces the process.
 */
#ifndef RUNQ_RENEW_H
#define RUNQ_RENEW_H

#include <stdbool.h>
#include <sys/stat.h>

enum { RENEW_STATUS = 96 };	/* of a dispatcher that wants to start over */

struct renew {
	struct stat	seen[2];
};

void	renew_init(struct renew *r);
bool	renew_needed(const struct renew *r);
/* The same program, pid and arguments; returns only when that failed. */
void	renew_start(char **argv);

#endif
