/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/worker - the process of one session
 *
 * Source:  DESIGN of the monitor and its workers, in smtpd(8).
 * Owns:    the connection, once it is running.
 * Errors:  a worker that cannot give up the monitor's rights ends.
 * Effects: neither returns.
 */
#ifndef SMTPD_WORKER_H
#define SMTPD_WORKER_H

#include "lists.h"
#include "net/peer.h"
#include "settings.h"

/* In a child of the monitor: serves a connection, in and out of which may be
 * one socket; asks the monitor over the other socket. */
void	worker_run(const struct settings *set, struct lists *lists, int in,
	    int out, const struct peer *p, int monitor)
	    __attribute__((noreturn));
/* sendmail -bs: a user of this host on standard input and output. */
void	worker_stand_alone(const struct settings *set, struct lists *lists)
	    __attribute__((noreturn));

#endif
