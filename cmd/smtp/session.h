/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/session - one conversation with one server
 *
 * Source:  RFC 5321 sections 3.1, 3.2, 4.2; RFC 2033 (LMTP).
 * Owns:    the connection, its buffers, a copy of what names the host.
 * Errors:  false, with the reason in s->why; after a fault the session is of
 *          no more use and may only be closed.
 * Effects: talks.
 */
#ifndef SMTP_SESSION_H
#define SMTP_SESSION_H

#include "agent/tlslink.h"
#include "credentials.h"
#include "helpers.h"
#include "hosts.h"
#include "net/stream.h"
#include "tlspolicy.h"
#include "wire/smtpline.h"
#include "wire/smtpreply.h"

enum {				/* what the server offers */
	CAN_PIPELINE	= 1 << 0,
	CAN_SIZE	= 1 << 1,
	CAN_8BIT	= 1 << 2,
	CAN_DSN		= 1 << 3,
	CAN_UTF8	= 1 << 4,
	CAN_STARTTLS	= 1 << 5,
	CAN_AUTH	= 1 << 6
};

struct approach {		/* how a host is met */
	const struct helpers	*helpers;
	const struct tlspolicy	*policy;
	enum tlslevel		 level;		/* the policy's, or less */
	struct span		 tlsa;		/* for dane: a record a line */
	const struct credentials *login;	/* NULL: none */
	struct span		 domain;	/* of the next hop */
};

struct session {
	const struct settings *set;
	const struct helpers *helpers;
	/* while it is being opened */
	const struct approach *how;
	int		 fd;
	struct stream	 io;
	struct smtpline	 lines;
	struct smtpreply reply;		/* the last one */
	struct buf	 name;		/* "host[address]", for texts */
	struct buf	 relay;		/* "host[address]:port", for the log */
	struct buf	 host;
	unsigned	 can;
	uint64_t	 size_limit;	/* 0: not said */
	struct buf	 mechanisms;	/* of AUTH */
	struct buf	 discard;	/* EHLO keywords to pass over */
	struct tlslink	 link;
	struct tlsfacts	 tls;
	bool		 tls_failed;	/* the handshake did */
	bool		 gone;		/* nothing more can be said */
	int64_t		 since;		/* of sys/clock */
	int64_t		 messages;	/* sent so far */
	struct why	 why;
};

/* Connects, greets, encrypts, logs in, and learns what the server can. */
bool	session_open(struct session *s, const struct settings *set,
	    const struct host *h, const struct approach *how);
/* Says QUIT unless the connection is gone, and closes. */
void	session_close(struct session *s);
/* Whether another message may be sent over it. */
bool	session_reusable(struct session *s);

/* Appends a command to what will be sent; CR LF is added. */
void	session_say(struct session *s, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* Sends it and waits for a reply: s->reply. doing is for the reason, as in
 * "lost connection with X while sending RCPT TO". */
bool	session_hear(struct session *s, int64_t seconds, const char *doing);
/* The same; each is given the lines of the reply, counted from 1, without code. */
typedef void	session_line(struct session *s, struct span line, size_t n);
bool	session_hear_lines(struct session *s, int64_t seconds,
	    const char *doing, session_line *each);
/* Commands that were said and not sent yet, in bytes. */
size_t	session_unsent(struct session *s);
/* Sends content; false and the reason when the server does not take it. */
bool	session_send(struct session *s, const char *doing);
/* The reply is not the one that was hoped for: s->why says so, with the class
 * of its code. command: "RCPT TO". */
enum out	session_refused(struct session *s, const char *command);

#endif
