/* SPDX-License-Identifier: ISC
 *
 * queue/envelope - what a queue file says of a message: sender, recipients, facts
 *
 * Source:  queue(5); RFC 3461 for notify, orcpt, envid, ret.
 * Owns:    a struct envelope owns all its spans, in its pool.
 * Errors:  envelope_parse returns false for what queue(5) does not allow.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/envelope.c.
 */
#ifndef QUEUE_ENVELOPE_H
#define QUEUE_ENVELOPE_H

#include <stdint.h>

#include "base/pool.h"
#include "base/stamp.h"

/* The state of a recipient: the first byte of its line, overwritten in place. */
enum rcpt_state {
	RCPT_TODO   = '-',	/* to be delivered */
	RCPT_DONE   = '+',	/* delivered, or handed on */
	RCPT_FAILED = '!',	/* undeliverable, the sender must be told */
	RCPT_TOLD   = 'x'	/* undeliverable, the notice is queued */
};

enum {				/* RFC 3461 NOTIFY */
	NOTIFY_NEVER = 1, NOTIFY_SUCCESS = 2, NOTIFY_FAILURE = 4,
	NOTIFY_DELAY = 8
};

struct rcpt {
	struct span	addr;	/* internal form: local part unquoted */
	struct span	orig;	/* as first given; empty: the same */
	struct span	orcpt;	/* RFC 3461 ORCPT value, decoded; or empty */
	unsigned	notify;	/* 0: not said */
	char		state;
	uint64_t	at;	/* offset of its state byte in the file */
};

struct fact {			/* name=value: client_address, envid, ... */
	struct span	name, value;
};

struct envelope {
	struct pool	pool;
	struct stamp	arrival;
	struct span	sender;		/* internal form; empty: the null sender */
	struct rcpt	*rcpts;
	size_t		 nrcpts;
	struct fact	*facts;
	size_t		 nfacts;
};

#define ENVELOPE_INIT	{ .rcpts = NULL }

void	envelope_clear(struct envelope *e);
void	envelope_add_rcpt(struct envelope *e, const struct rcpt *r);	/* copies */
void	envelope_set(struct envelope *e, struct span name, struct span value);
/* Empty when the fact is not known. */
struct span	envelope_get(const struct envelope *e, const char *name);

/* A fact's name: letters, digits, underscores, two to 64, and not one of the
 * envelope's own keys. */
bool	fact_name_ok(struct span name);

/* Lines, and the empty line behind them. */
void	envelope_add(struct buf *out, const struct envelope *e);
/* Recipients and facts only: the envelope's continuation. from and fact_from
 * are the numbers of the first that is new. */
void	envelope_add_rest(struct buf *out, const struct envelope *e, size_t from,
	    size_t fact_from);
/* Takes lines up to and with the empty line off *in. at is the file offset of
 * *in, for rcpt.at; it is moved along. */
bool	envelope_parse(struct envelope *e, struct span *in, uint64_t *at);

void	notify_add(struct buf *out, unsigned notify);	/* "success,failure" */
bool	notify_read(struct span s, unsigned *notify);

#endif
