/* SPDX-License-Identifier: ISC
 *
 * agent/loop - the main loop of every delivery agent
 *
 * Source:  queue(5), deliver protocol.
 * Owns:    the message's descriptor: deliver borrows it. It is closed, and so
 *          the agent's share of the lock given back, before the last report.
 * Errors:  -1 and errno when the socket fails or a request is malformed.
 * Effects: those of deliver.
 */
#ifndef AGENT_LOOP_H
#define AGENT_LOOP_H

#include "agent/report.h"

/* Delivers one request and reports with report_result for each recipient; one
 * that is left out is tried again later. fd is for pread only. */
typedef void	agent_deliver(void *arg, const struct request *rq, int fd,
		    struct report *rp);

/* Serves the dispatcher on sock (an agent's descriptor 0) until it is done. */
int	agent_loop(int sock, agent_deliver *deliver, void *arg);

#endif
