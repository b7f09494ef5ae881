/* SPDX-License-Identifier: ISC
 *
 * agent/prefork - a prepared program that forks for each session
 *
 * Source:  smtpd(8): what is costly to start is started once a monitor. Each
 *          packet on its socket carries a session's descriptors.
 * Owns:    the descriptors that come.
 * Errors:  an exit status; a session that cannot be started is logged, and its
 *          client sees its descriptors close.
 * Effects: forks; nobody waits for the children.
 */
#ifndef AGENT_PREFORK_H
#define AGENT_PREFORK_H

#include <stdbool.h>

enum { PREFORK_FD = 3 };	/* where such a program finds its socket */

/* In the child; its value is the exit status. fd are its own. */
typedef int	prefork_session(void *arg, const int *fd);

/* In the parent, before each fork. False: this session is the last. */
typedef bool	prefork_before(void *arg);

/* Until the socket's end. Packets that do not bring n descriptors are no
 * requests. */
int	prefork_serve(int sock, int n, prefork_session *run, void *arg);
int	prefork_serve_with(int sock, int n, prefork_before *before,
	    prefork_session *run, void *arg);

#endif
