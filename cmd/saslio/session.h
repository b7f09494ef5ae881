/* SPDX-License-Identifier: ISC
 *
 * cmd/saslio/session - from what the command line says to a conversation
 *
 * Source:  saslio(8).
 * Owns:    nothing; strings belong to the caller.
 * Errors:  the exit status.
 * Effects: gives up the rights of the process; serves.
 */
#ifndef SASLIO_SESSION_H
#define SASLIO_SESSION_H

#include <stdbool.h>

#include "sys/sandbox.h"

struct session_conf {
	bool		 client;
	bool		 dovecot;	/* else Cyrus */
	const char	*path;		/* Dovecot's socket, or the name of the
					 * configuration file */
	const char	*conf_path;	/* where such files lie */
	struct sandbox	 box;		/* made by session_prepare */
	bool		 boxed;
};

/* What is done once a process; false, logged, when it cannot be done. */
bool	session_prepare(struct session_conf *c);
void	session_done(struct session_conf *c);
int	session_run(const struct session_conf *c, int in, int out);

#endif
