/* SPDX-License-Identifier: ISC
 *
 * agent/tlslink - a connection's way through tlsio
 *
 * Source:  the control socket of tlsio(8). To tlsio:
 *
 *          A name=value    about the session to come (see tlsio(8))
 *          G               begin the handshake
 *
 *          From tlsio:
 *
 *          R               ready for G; or Z, and the end
 *          L text          a line for the log
 *          W text          a warning for the log
 *          F name=value    what is known of the session (wire/tlsfacts)
 *          K               it stands: the plain side is open
 *          Z dsn text      it does not, and will not
 *          S bytes         a session that can be resumed (clients)
 * Owns:    both sockets, until tlslink_close.
 * Errors:  enum out and struct why; end of file is OUT_TEMP.
 * Effects: talks to tlsio; it logs nothing, but keeps what is to be logged.
 */
#ifndef AGENT_TLSLINK_H
#define AGENT_TLSLINK_H

#include <stdint.h>

#include "agent/channel.h"
#include "base/why.h"
#include "wire/tlsfacts.h"

struct tlslink {
	int		control, plain;		/* -1: not open */
	struct channel	ch;
	struct buf	notes;		/* "W" or "L", text, LF: to be logged */
	struct buf	session;	/* the newest S */
};

void	tlslink_init(struct tlslink *t);
void	tlslink_close(struct tlslink *t);

/* Makes both sockets; the other ends are for tlsio, which gets them with the
 * connection: { to read, to write, plain, control }. False and errno. */
bool	tlslink_open(struct tlslink *t, int *plain, int *control);
/* Waits until tlsio can do it. */
enum out	tlslink_ready(struct tlslink *t, int timeout_ms,
		    struct why *w);
void	tlslink_set(struct tlslink *t, const char *name, struct span value);
/* Waits for the handshake. OUT_OK: f says what came of it, and t->plain is the
 * way to the peer from now on. */
enum out	tlslink_go(struct tlslink *t, struct tlsfacts *f,
		    int timeout_ms, struct why *w);
/* At the end: takes in a session that came after the handshake. */
void	tlslink_rest(struct tlslink *t);
/* The next of the notes; *warning says which kind. */
bool	tlslink_note(struct span *notes, struct span *text, bool *warning);

#endif
