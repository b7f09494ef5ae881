/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/generation - a monitor that renews itself when its files change
 *
 * Source:  none.
 * Owns:    the list of watched files.
 * Errors:  a configuration that cannot be used is logged, and the monitor
 *          goes on with the one it has.
 * Effects: looks at files; replaces the process by a new one with the same
 *          pid, sockets and sessions.
 */
#ifndef SMTPD_GENERATION_H
#define SMTPD_GENERATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct generation {
	char	**path;
	size_t	 npaths;
	struct buf seen;		/* what they looked like */
	int64_t	 looked;		/* clock_ms of the last look */
	char	*program;
	char	**argv;
};

void	generation_init(struct generation *g, char **argv);
void	generation_clear(struct generation *g);
/* Looks at most once a second. */
bool	generation_is_old(struct generation *g);
/* Whether the program would start with the configuration as it is now. */
bool	generation_is_usable(const struct generation *g);
/* Starts it over with the state as an inherited descriptor; returns only if
 * that failed. */
void	generation_renew(const struct generation *g, struct span state);

/* What a former one left on this descriptor. */
bool	generation_state(int fd, struct buf *state);

#endif
