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
#include <sys/types.h>

#define HELPER_CLEANUP	"cleanup"

enum { HELPER_ASK_MAX = 16, HELPER_ANSWER_MAX = 16 };

struct helper {
	bool	prepared;	/* one process that forks for each session */
	int	sock;		/* to it; -1: not running */
};

void	helper_init(struct helper *h, bool prepared);
void	helper_close(struct helper *h);
/* Serves what one session asks over its socket. False when the session has
 * ended, or says what it must not. */
bool	helper_serve(struct helper *h, int session);

#endif
