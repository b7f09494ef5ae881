/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/link - a session's way to its helpers
 *
 * Source:  helper.h.
 * Owns:    descriptors of helpers that were asked for and not yet taken; the
 *          socket to the monitor belongs to the caller.
 * Errors:  false: the helper cannot be had now. The monitor has logged why.
 * Effects: asks the monitor over its socket; without one, starts helpers.
 */
#ifndef SMTPD_LINK_H
#define SMTPD_LINK_H

#include "helper.h"

struct link {
	int	monitor;		/* -1: there is none */
	struct ends {
		bool	asked, here;
		int	fd[2];		/* to read from, to write to */
	} ends[HELPERS];
};

void	link_init(struct link *l, int monitor);
void	link_close(struct link *l);
/* Asks, and does not wait for the answer. */
void	link_ask(struct link *l, enum helper_id id);
/* Asks, unless that has been done, and waits. The ends become the caller's. */
bool	link_take(struct link *l, enum helper_id id, int ends[2]);
/* Hands descriptors to a helper; they stay open here, and an answer comes
 * over them, or they are closed. */
bool	link_hand(struct link *l, enum helper_id id, const int *fd, int n);
/* What the monitor said while something else was waited for. */
void	link_answer(struct link *l, struct span said, int *fd, int n);

#endif
