/* SPDX-License-Identifier: ISC
 *
 * cleanup/message - one message on its way into the queue
 *
 * Source:  queue(5); Postfix cleanup(8).
 * Owns:    envelope, headers and the file until it is committed or forgotten.
 * Errors:  the first one is kept, and is what the end says; what comes after it
 *          is read and thrown away.
 * Effects: a file in incoming/; the log.
 */
#ifndef CLEANUP_MESSAGE_H
#define CLEANUP_MESSAGE_H

#include "addresses.h"
#include "agent/milters.h"
#include "content.h"
#include "draft.h"
#include "queue/qfile.h"

struct message {
	const struct settings *set;
	struct checks	*checks;
	const struct queue *q;
	bool		may_pick_up;	/* facts id and maildrop are believed */
	struct id	id;
	bool		picked_up;	/* the id is the maildrop file's */
	bool		queued;		/* it was there already */
	struct envelope	env;
	struct envelope	given;		/* recipients as the client gave them */
	struct fate	fate;
	struct addresses addresses;
	struct qwriter	file;
	struct content	content;
	bool		open;		/* file and content are in use */
	bool		no_checks, no_milters, no_mappings;	/* override */
	struct milters	milters;	/* if any, the content waits in draft */
	struct draft	draft;
	size_t		asked_rcpt;	/* the one that milters are asked about */
	struct buf	reply;		/* "550 5.7.1 text" for SMTP; or empty */
	uint64_t	size;
	char		last;		/* byte of the content */
	struct buf	filtered;
	struct why	why;
};

void	message_init(struct message *m, const struct settings *set,
	    struct checks *checks, const struct queue *q);
void	message_clear(struct message *m);

void	message_begin(struct message *m, struct span sender);
/* True when it says the id of the message. */
bool	message_fact(struct message *m, struct span name, struct span value);
/* It is one of those that content checks, filters and milters are for. */
bool	message_is_from_outside(const struct message *m);
void	message_set_sender(struct message *m, struct span sender);
void	message_rcpt(struct message *m, const struct rcpt *r);
/* A milter that the client has spoken to; its descriptor is the message's. */
void	message_milter(struct message *m, struct span packed, int fd);
void	message_content(struct message *m, struct span bytes);
/* The end of the message: OUT_OK when the file is written, or was there before;
 * it is not synced yet. The reason is m->why. fault is the door's. */
enum out	message_end(struct message *m, const struct why *fault);
void	message_forget(struct message *m);

#endif
