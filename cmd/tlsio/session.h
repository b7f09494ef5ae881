/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/session - one connection: asked for, agreed on, carried
 *
 * Source:  agent/tlslink.h for what is said over the control socket.
 * Owns:    its descriptors, until it returns.
 * Errors:  told over the control socket.
 * Effects: talks to the peer.
 */
#ifndef TLSIO_SESSION_H
#define TLSIO_SESSION_H

#include "agent/channel.h"
#include "asked.h"
#include "context.h"
#include "wire/tlsfacts.h"

struct session {
	struct context	*c;
	SSL		*ssl;
	int		 in, out, plain;
	struct channel	 control;
	struct asked	 asked;
	struct tlsfacts	 facts;
	struct buf	 problem;	/* why it must not go on */
	/* of a client */
	bool		 accepted;	/* the server is the one that was meant */
	SSL_SESSION	*early;		/* came before that */
	int		 told;		/* sessions */
};

enum { SESSION_FDS = 4 };	/* in, out, plain, control: in this order */

void	session_run(struct context *c, const int fd[SESSION_FDS]);

/* A line for the log of whoever uses this: 'L', or 'W' for a warning. */
void	session_note(struct session *s, char letter, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

#endif
