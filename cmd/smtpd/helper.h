/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/helper - the programs that a monitor starts for its sessions
 *
 * Source:  a session sends the name of a helper over its socket to the
 *          monitor; the answer is "+" and the name with two descriptors, to
 *          read from and to write to the helper, or "-" and the name. Answers
 *          come in the order of the questions. With the name tlsio come
 *          descriptors, which are handed on; tlsio itself answers over them.
 * Owns:    the sockets of prepared helpers (agent/prefork).
 * Errors:  what goes wrong is logged here; the session gets a "-".
 * Effects: starts programs: those of the table in helper.c, nothing else.
 */
#ifndef SMTPD_HELPER_H
#define SMTPD_HELPER_H

#include <stdbool.h>

#include "base/span.h"

enum helper_id { HELPER_CLEANUP, HELPER_SASLIO, HELPER_TLSIO, HELPERS };

enum { HELPER_ANSWER_MAX = 16 };

struct helper {
	bool	prepared;	/* each one process that forks for sessions */
	int	sock[HELPERS];	/* to it; -1: not running */
};

void	helper_init(struct helper *h, bool prepared);
void	helper_close(struct helper *h);
const char *helper_name(enum helper_id id);
bool	helper_find(struct span name, enum helper_id *id);
/* Its ends to read from and to write to, which are the caller's. */
bool	helper_start(struct helper *h, enum helper_id id, int ends[2]);
/* Hands descriptors on to a prepared one; they stay open here. False: they
 * did not arrive. */
bool	helper_hand(struct helper *h, enum helper_id id, const int *fd,
	    int n);
/* Starts what a session asks for by this name, and answers over its socket.
 * False when there is no such helper. */
bool	helper_serve(struct helper *h, struct span name, int session,
	    const int *fd, int n);

#endif
