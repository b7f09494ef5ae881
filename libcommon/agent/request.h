/* SPDX-License-Identifier: ISC
 *
 * agent/request - what the dispatcher asks of a delivery agent
 *
 * Source:  queue(5), deliver protocol. Over a SOCK_SEQPACKET socket a request
 *          is one packet of records, the message's descriptor goes with it:
 *
 *          Q id                the message
 *          F sender            internal form; empty: the null sender
 *          A name=value        arrival, active (seconds.microseconds),
 *                              content_at, content_len (bytes), nexthop, and
 *                              the facts of the envelope
 *          O address           original recipient of the next R
 *          P name=value        notify or orcpt of the next R
 *          R address           a recipient
 *          E                   complete
 *
 *          The agent only preads the descriptor and locks nothing: others
 *          share it. The bounce agent gets no R: it serves the recipients
 *          that the queue file itself says have failed.
 * Owns:    a struct request owns its envelope.
 * Errors:  request_decode returns false for what is no request.
 * Effects: request_recv reads the socket.
 */
#ifndef AGENT_REQUEST_H
#define AGENT_REQUEST_H

#include "queue/qfile.h"

enum { REQUEST_MAX = 120 * 1024 };	/* bytes: one packet of a Unix socket */

struct request {
	struct id	id;
	struct envelope	env;		/* rcpts: those to deliver to now */
	struct stamp	active;		/* when the message's turn came */
	struct span	nexthop;
	uint64_t	content_at, content_len;
};

#define REQUEST_INIT	{ .env = ENVELOPE_INIT }

/* -- the dispatcher's side -- */

void	request_begin(struct buf *out, const struct id *id,
	    const struct qfile *f, struct stamp active, struct span nexthop);
/* False, and out as it was, when it would not fit: begin another request. */
bool	request_rcpt(struct buf *out, const struct rcpt *r);
void	request_end(struct buf *out);

/* -- the agent's side -- */

void	request_clear(struct request *rq);
bool	request_decode(struct request *rq, struct span packet);
/* Waits for the next one: 1, 0 when the dispatcher is done, -1 and errno. *fd
 * is the caller's. */
int	request_recv(struct request *rq, int sock, int *fd);

#endif
