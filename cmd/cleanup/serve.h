/* SPDX-License-Identifier: ISC
 *
 * cleanup/serve - a session at the door; and sessions by the dozen
 *
 * Source:  agent/submit.h, agent/door.h.
 * Owns:    nothing; the descriptors belong to the caller.
 * Errors:  the exit status.
 * Effects: messages in incoming/, wake-up bytes; serve_many forks.
 */
#ifndef CLEANUP_SERVE_H
#define CLEANUP_SERVE_H

#include "queue/layout.h"
#include "settings.h"

/* Messages from in, answers to out, until its end. Only a client that may pick
 * up has its facts id and maildrop believed. */
int	serve(const struct settings *set, const struct queue *q, int in,
	    int out, bool may_pick_up);

/* Sessions of agent/prefork: two descriptors, to read from and to write to. */
int	serve_many(const struct settings *set, const struct queue *q, int sock);

#endif
