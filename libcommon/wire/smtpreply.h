/* SPDX-License-Identifier: ISC
 *
 * wire/smtpreply - replies of SMTP: read line by line, and written
 *
 * Source:  RFC 5321 sections 4.2, 4.5.3.1.5; RFC 2034, 3463.
 * Owns:    struct smtpreply its text.
 * Errors:  SMTPREPLY_BAD for what is no reply, more than SMTPREPLY_LINES
 *          lines, or lines of different classes: the session cannot go on.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/smtpreply.c.
 */
#ifndef WIRE_SMTPREPLY_H
#define WIRE_SMTPREPLY_H

#include "base/buf.h"
#include "wire/dsn.h"

enum { SMTPREPLY_LINES = 1000, SMTPREPLY_TEXT = 4096 };

enum smtpreply_got { SMTPREPLY_DONE, SMTPREPLY_MORE, SMTPREPLY_BAD };

struct smtpreply {
	int		code;		/* 200 to 599 */
	char		dsn[DSN_SIZE];	/* its own, or "2.0.0", "4.0.0", "5.0.0" */
	bool		has_dsn;	/* it was its own */
	struct buf	text;		/* the lines, codes and all, with a blank
					 * between: one line of at most SMTPREPLY_TEXT
					 * bytes, control bytes are '?' */
	struct span	line;		/* the last line pushed, behind its code */
	size_t		lines;
};

#define SMTPREPLY_INIT	{ .text = BUF_INIT }

void	smtpreply_reset(struct smtpreply *r);	/* before each reply */
void	smtpreply_clear(struct smtpreply *r);
/* The next line, without its end (of wire/smtpline). */
enum smtpreply_got	smtpreply_push(struct smtpreply *r, struct span line);

/* Appends a reply: each line of text (LF between them) with code and, unless
 * it is NULL or "", dsn. Control bytes become '?'; long lines are broken. */
void	smtpreply_add(struct buf *out, int code, const char *dsn,
	    struct span text);
void	smtpreply_addf(struct buf *out, int code, const char *dsn,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
