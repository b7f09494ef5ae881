/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/worker - the process of a session, and of some more behind it
 *
 * Source:  smtpd(8). Over its socket a worker sends the monitor the name of a
 *          helper (see helper.h), "idle" when a session is over, "done" when it
 *          wants no other, or "back" with a connection that it must not serve;
 *          it gets "c" with one.
 * Owns:    the connections.
 * Errors:  a worker that cannot give up the monitor's rights ends.
 * Effects: talks to clients and to the monitor; those that serve end the
 *          process.
 */
#ifndef SMTPD_WORKER_H
#define SMTPD_WORKER_H

#include "lists.h"
#include "net/peer.h"
#include "settings.h"
#include "stress.h"
#include "sys/sandbox.h"

#define WORKER_IDLE	"idle"
#define WORKER_DONE	"done"
#define WORKER_BACK	"back"
#define WORKER_CONN	"c"

enum { WORKER_SAYS_MAX = 300 };

/* In a child of the monitor: serves a connection, in and out of which may be
 * one socket, then others that the monitor sends, uses of them in all. */
void	worker_run(const struct settings *set, struct lists *lists,
	    const struct sandbox *box, const struct stress *stress, int in,
	    int out, const struct peer *p,
	    int monitor, int64_t uses)
	    __attribute__((noreturn));
/* Whether there are rights that a worker must give up. */
bool	worker_has_rights(void);
/* Where there are none, and but one connection, no monitor is needed. */
void	worker_alone(const struct settings *set, struct lists *lists, int in,
	    int out, const struct peer *p) __attribute__((noreturn));
/* sendmail -bs: a user of this host on standard input and output. */
void	worker_stand_alone(const struct settings *set, struct lists *lists)
	    __attribute__((noreturn));

#endif
