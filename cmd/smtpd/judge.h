/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/judge - verdicts: given, kept for later, or only noted
 *
 * Source:  Postfix postconf(5): warn_if_reject, defer_if_permit,
 *          defer_if_reject, smtpd_log_access_permit_actions.
 * Owns:    struct judge its bufs.
 * Errors:  a reply code that is none becomes 450, with a warning.
 * Effects: logs what it refuses, and puts the reply into the stream.
 */
#ifndef SMTPD_JUDGE_H
#define SMTPD_JUDGE_H

#include <stdbool.h>

#include "base/why.h"
#include "wire/dsn.h"
#include "whose.h"

/* DUNNO lets the next restriction decide. After REFUSED the reply is given. */
enum judged { JUDGED_DUNNO, JUDGED_OK, JUDGED_REFUSED };

enum stage {
	STAGE_CLIENT, STAGE_HELO, STAGE_SENDER, STAGE_RELAY, STAGE_RCPT,
	STAGE_DATA, STAGE_END_OF_DATA, STAGE_ETRN,
	STAGE_REWRITE,		/* local_header_rewrite_clients */
	STAGES
};

/* Something that could not be found out, and would have changed the verdict. */
struct doubt {
	bool		active, trouble;
	int		code;
	char		dsn[DSN_SIZE];
	struct buf	text;
};

struct judge {
	struct whose	list;		/* whom the list is about */
	struct span	etrn;		/* the site of ETRN, while it is judged */
	struct doubt	if_permit, if_reject;
	/* whether if_permit came from the list of that stage, or before */
	bool		doubted[STAGES];
	unsigned	depth;		/* lists inside of lists */
	unsigned	warn_depth;	/* warn_if_reject counts from there on */
	bool		rcpt_known, sender_known;	/* were looked up */
	unsigned	defaults;	/* default actions under way */
};

#define JUDGE_INIT { .if_permit = { .text = BUF_INIT }, \
	.if_reject = { .text = BUF_INIT } }

void	judge_clear(struct judge *j);
/* Before each list. */
void	judge_begin(struct judge *j);

/* "<shown>: CLASS rejected: TEXT"; DUNNO when only a warning is wanted. */
enum judged	judge_reject(struct conn *c, int code, const char *dsn,
		    const struct whose *of, const char *fmt, ...)
		    __attribute__((format(printf, 5, 6)));
/* The same with a text of its own. */
enum judged	judge_reject_as(struct conn *c, int code, const char *dsn,
		    const char *fmt, ...)
		    __attribute__((format(printf, 4, 5)));
/* This host's own trouble: warn_if_reject does not help against it. */
enum judged	judge_lookup_failed(struct conn *c, const struct whose *of,
		    struct why *w);
enum judged	judge_misconfigured(struct conn *c);

/* Changes what permits, or what rejects, into this. Each is DUNNO. */
enum judged	judge_doubt_permit(struct conn *c, int code, const char *dsn,
		    const struct whose *of, const char *fmt, ...)
		    __attribute__((format(printf, 5, 6)));
enum judged	judge_doubt_reject(struct conn *c, int code, const char *dsn,
		    const struct whose *of, const char *fmt, ...)
		    __attribute__((format(printf, 5, 6)));
/* DNS trouble: as the parameter says, defer, or defer_if_permit. */
enum judged	judge_tempfail(struct conn *c, const char *how, int code,
		    const char *dsn, const struct whose *of, const char *fmt,
		    ...) __attribute__((format(printf, 6, 7)));

/* OK; logged where the administrator wants that. More may follow the names:
 * "from hash:/etc/x", or "". */
enum judged	judge_permit(struct conn *c, struct span action,
		    const struct whose *of, const char *more);

/* At the end of a stage: what is permitted, but with a doubt, is deferred. */
enum judged	judge_settle(struct conn *c, enum judged j);

/* "<address>: " in external form. */
void	judge_add_shown(struct buf *out, const struct whose *of);

#endif
