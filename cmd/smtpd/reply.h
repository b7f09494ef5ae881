/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/reply - what is said to the client
 *
 * Source:  RFC 5321 section 4.2, RFC 3463; the table replies.def.
 * Owns:    nothing; replies wait in the connection's stream.
 * Errors:  none.
 * Effects: none before the stream is written.
 */
#ifndef SMTPD_REPLY_H
#define SMTPD_REPLY_H

#include "conn.h"

enum reply {
	R_NONE,
#define REPLY(name, code, dsn, text) R_##name,
#include "replies.def"
#undef REPLY
};

/* Each returns whether it was good news: no 4xx, no 5xx. */
bool	reply(struct conn *c, enum reply r);
bool	reply_with(struct conn *c, enum reply r, struct span arg);
/* More than one line: LF between them. */
bool	reply_say(struct conn *c, int code, const char *dsn, struct span text);
/* Says and logs what policy refuses: "NOQUEUE: reject: RCPT from ..."; what
 * else than reject may stand there. 421 and 521 end the session. */
bool	reply_refuse(struct conn *c, const char *what, int code,
	    const char *dsn, struct span text);
/* Logs a line of that form, and says nothing. */
void	reply_log(struct conn *c, const char *what, struct span text);
/* The same, where a reply might have been given. */
void	reply_log_refusal(struct conn *c, const char *what, int code,
	    const char *dsn, struct span text);
bool	reply_reject(struct conn *c, int code, const char *dsn,
	    struct span text);
bool	reply_reject_row(struct conn *c, enum reply r);

#endif
