/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/client - all that lives as long as the agent
 *
 * Source:  smtp(8).
 * Owns:    settings, tables, the resolver, and a session that is kept for the
 *          next message to the same next hop.
 * Errors:  none.
 * Effects: client_open opens tables; client_close says goodbye to the server.
 */
#ifndef SMTP_CLIENT_H
#define SMTP_CLIENT_H

#include "hosts.h"
#include "msg/mime.h"
#include "route/generic.h"
#include "session.h"
#include "wire/dot.h"

struct client {
	struct settings	 set;
	struct helpers	 helpers;
	struct lookup	 lookup;
	struct rewrite	 rewrite;
	struct addrmap	 addrmap;
	struct generic	 generic;
	struct mime_limits mime;
	bool		 has_session;
	struct session	 session;
	struct buf	 kept_for;	/* next hop, and sender where that counts */
};

void	client_open(struct client *c, bool lmtp);
void	client_close(struct client *c);
/* Ends the kept session, if there is one. */
void	client_forget(struct client *c);

#endif
