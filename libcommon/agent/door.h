/* SPDX-License-Identifier: ISC
 *
 * agent/door - the server's side of the door: messages off a submission stream
 *
 * Source:  agent/submit.h.
 * Owns:    its buffers; what an event points to is good until the next call.
 *          The descriptors belong to the caller.
 * Errors:  a message that asks for what cannot be (an address with control
 *          bytes, a record out of order) goes on to its end and is then
 *          DOOR_COMMIT with fault set. What is no stream is DOOR_LOST.
 * Effects: reads and writes its descriptors; waits for the client for ever.
 */
#ifndef AGENT_DOOR_H
#define AGENT_DOOR_H

#include "agent/channel.h"
#include "base/why.h"
#include "queue/envelope.h"
#include "queue/id.h"

enum {
	DOOR_ADDRESS_MAX	= 2048,		/* bytes of one address */
	DOOR_VALUE_MAX		= 4096,		/* bytes of one fact */
	DOOR_FACTS_MAX		= 100,
	DOOR_ENVELOPE_MAX	= 64 << 20	/* bytes of all before the content */
};

enum door_got {
	DOOR_BEGIN,	/* a new message: text is its sender */
	DOOR_FACT,	/* name, text */
	DOOR_RCPT,	/* rcpt */
	DOOR_MILTER,	/* text, and fd, which is the caller's now */
	DOOR_CONTENT,	/* text */
	DOOR_COMMIT,	/* all of it was there: answer with door_answer */
	DOOR_FORGET,	/* the message that was begun is none; no answer */
	DOOR_END,	/* end of the stream, between messages */
	DOOR_LOST	/* end or error in the middle: forget, and leave */
};

struct door {
	struct channel	ch;
	int		phase;
	struct buf	orig, orcpt;	/* for the next recipient */
	unsigned	notify;
	size_t		nfacts, envelope;
	struct why	fault;		/* OUT_OK: none so far */
	/* of the last event */
	struct span	name, text;
	struct rcpt	rcpt;
	int		fd;
};

void	door_init(struct door *d, int in, int out);
void	door_clear(struct door *d);
enum door_got	door_next(struct door *d);
/* Whether door_next would not wait for the client. */
bool	door_ready(const struct door *d);

/* Says which id the message gets; the last one said counts. */
void	door_id(struct door *d, const struct id *id);
/* What SMTP is to say, "550 5.7.1 text": before a verdict that is not OK. */
int	door_reply(struct door *d, struct span text);
/* The verdict: w's outcome. Sent by door_flush, or when the client is waited
 * for. -1 and errno when nobody listens. */
int	door_answer(struct door *d, const struct id *id, const struct why *w);
int	door_flush(struct door *d);

#endif
