/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/helper - the programs that a monitor starts for its sessions
 *
 * Source:  a session sends the name of a helper over its socket to the
 *          monitor; the answer is "+" with two descriptors, to read from and
 *          to write to the helper, or "-".
 * Owns:    the prepared cleanup's socket.
 * Errors:  what goes wrong is logged here; the session gets a "-".
 * Effects: starts programs: those of the table in helper.c, nothing else.
 */
#ifndef SMTPD_HELPER_H
#define SMTPD_HELPER_H

#include <stdbool.h>

#include "base/span.h"

#define HELPER_CLEANUP	"cleanup"

enum { HELPER_ANSWER_MAX = 16 };

struct helper {
	bool	prepared;	/* one process that forks for each session */
	int	sock;		/* to it; -1: not running */
};

void	helper_init(struct helper *h, bool prepared);
void	helper_close(struct helper *h);
/* A cleanup: its ends to read from and to write to, which are the caller's. */
bool	helper_cleanup(struct helper *h, int ends[2]);
/* Starts what a session asks for by this name, and answers over its socket.
 * False when there is no such helper. */
bool	helper_serve(struct helper *h, struct span name, int session);

#endif
