/* SPDX-License-Identifier: ISC
 *
 * agent/auth - a login through saslio: the asking side
 *
 * Source:  the conversation, as in saslio(8):
 *
 *          N              forget the facts
 *          S name=value   a fact about the requests that follow
 *          L              which mechanisms are there?
 *          I bytes        the client's initial response, for the next B
 *          B mechanism    begin. As a client: "" lets saslio choose
 *          R bytes        what the other side said next
 *          E              as a client: the other side says that all is well
 *          X              the attempt is given up; no answer
 *
 *          L, B, R and E are answered by one of M list (of L), C bytes (say
 *          this to the other side), W (say nothing yet), K (done; as a server
 *          the name of the user), D reason (refused), Z reason (not now);
 *          before it may come U user (who was refused) and A mechanism (what
 *          was chosen).
 *
 *          Facts: host (our name; as a client the server's), service, realm,
 *          options (noplaintext, ...), client, client_port, server,
 *          server_port, tls (yes); as a client mechanisms, username, password
 *          or token, authzid.
 * Owns:    its channel's buffers and those of struct auth_turn; the
 *          descriptors belong to the caller.
 * Errors:  AUTH_TEMP with a reason; when saslio itself has failed broken is
 *          set, and the conversation over.
 * Effects: talks over the two descriptors; waits.
 */
#ifndef AGENT_AUTH_H
#define AGENT_AUTH_H

#include "agent/channel.h"

struct auth {
	struct channel	ch;
	bool		broken;
};

enum auth_step { AUTH_MORE, AUTH_DONE, AUTH_FAILED, AUTH_TEMP };

/* data: with AUTH_MORE what is to be said, if has_data; with AUTH_DONE the list
 * or the user; else the reason. */
struct auth_turn {
	struct buf	data;
	bool		has_data;
	struct buf	user, mechanism;	/* or empty */
};

#define AUTH_TURN_INIT	{ BUF_INIT, false, BUF_INIT, BUF_INIT }

void	auth_init(struct auth *a, int in, int out);
void	auth_clear(struct auth *a);
void	auth_turn_clear(struct auth_turn *t);	/* with what was secret in it */

void	auth_forget(struct auth *a);		/* the facts */
void	auth_fact(struct auth *a, const char *name, struct span value);

enum auth_step	auth_list(struct auth *a, struct auth_turn *t);
/* initial may be NULL. */
enum auth_step	auth_begin(struct auth *a, struct span mechanism,
		    const struct span *initial, struct auth_turn *t);
enum auth_step	auth_next(struct auth *a, struct span said,
		    struct auth_turn *t);
enum auth_step	auth_accepted(struct auth *a, struct auth_turn *t);
void	auth_cancel(struct auth *a);

#endif
