/* SPDX-License-Identifier: ISC
 *
 * msg/header - the header block of a message: fields out of a byte stream
 *
 * Source:  RFC 5322 sections 2.2, 3.6; RFC 2045; Postfix header_opts.
 * Owns:    the reader its buffer; a field is good until the next call.
 * Errors:  none: what is no header ends the block. A field is kept up to max
 *          bytes, a name up to HEADER_NAME_MAX.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/header.c.
 */
#ifndef MSG_HEADER_H
#define MSG_HEADER_H

#include "base/buf.h"

enum { HEADER_NAME_MAX = 256 };

/* What a field is for. */
enum {
	HEADER_IS_ADDRS	  = 1,	/* its body is a list of addresses */
	HEADER_IS_SENDER  = 2,	/* ... of senders */
	HEADER_IS_RCPT	  = 4,	/* ... of recipients */
	HEADER_IS_EXTRACT = 8,	/* ... that sendmail -t delivers to */
	HEADER_IS_RESENT  = 16,
	HEADER_IS_MIME	  = 32,
	HEADER_SENDERS	  = HEADER_IS_ADDRS | HEADER_IS_SENDER,
	HEADER_RCPTS	  = HEADER_IS_ADDRS | HEADER_IS_RCPT | HEADER_IS_EXTRACT
};

/* identifier, name as we write it, flags; the table of header.c */
#define HEADER_LIST(X) \
	X(APPARENTLY_TO, "Apparently-To", HEADER_IS_ADDRS | HEADER_IS_RCPT) \
	X(AUTO_SUBMITTED, "Auto-Submitted", 0) \
	X(BCC, "Bcc", HEADER_RCPTS) \
	X(CC, "Cc", HEADER_RCPTS) \
	X(CONTENT_DESCRIPTION, "Content-Description", HEADER_IS_MIME) \
	X(CONTENT_DISPOSITION, "Content-Disposition", HEADER_IS_MIME) \
	X(CONTENT_ID, "Content-ID", HEADER_IS_MIME) \
	X(CONTENT_LENGTH, "Content-Length", 0) \
	X(CONTENT_TRANSFER_ENCODING, "Content-Transfer-Encoding", HEADER_IS_MIME) \
	X(CONTENT_TYPE, "Content-Type", HEADER_IS_MIME) \
	X(DATE, "Date", 0) \
	X(DELIVERED_TO, "Delivered-To", 0) \
	X(DISPOSITION_NOTIFICATION_TO, "Disposition-Notification-To", HEADER_SENDERS) \
	X(ERRORS_TO, "Errors-To", HEADER_SENDERS) \
	X(FROM, "From", HEADER_SENDERS) \
	X(LIST_ID, "List-Id", 0) \
	X(MAIL_FOLLOWUP_TO, "Mail-Followup-To", HEADER_SENDERS) \
	X(MESSAGE_ID, "Message-Id", 0) \
	X(MIME_VERSION, "MIME-Version", HEADER_IS_MIME) \
	X(PRECEDENCE, "Precedence", 0) \
	X(RECEIVED, "Received", 0) \
	X(REPLY_TO, "Reply-To", HEADER_SENDERS) \
	X(RESENT_BCC, "Resent-Bcc", HEADER_RCPTS | HEADER_IS_RESENT) \
	X(RESENT_CC, "Resent-Cc", HEADER_RCPTS | HEADER_IS_RESENT) \
	X(RESENT_DATE, "Resent-Date", HEADER_IS_RESENT) \
	X(RESENT_FROM, "Resent-From", HEADER_SENDERS | HEADER_IS_RESENT) \
	X(RESENT_MESSAGE_ID, "Resent-Message-Id", HEADER_IS_RESENT) \
	X(RESENT_REPLY_TO, "Resent-Reply-To", HEADER_SENDERS | HEADER_IS_RESENT) \
	X(RESENT_SENDER, "Resent-Sender", HEADER_SENDERS | HEADER_IS_RESENT) \
	X(RESENT_TO, "Resent-To", HEADER_RCPTS | HEADER_IS_RESENT) \
	X(RETURN_PATH, "Return-Path", 0) \
	X(RETURN_RECEIPT_TO, "Return-Receipt-To", HEADER_SENDERS) \
	X(SENDER, "Sender", HEADER_SENDERS) \
	X(SUBJECT, "Subject", 0) \
	X(TO, "To", HEADER_RCPTS)

enum header_id {
	HEADER_OTHER,
#define X(id, name, flags) HEADER_##id,
	HEADER_LIST(X)
#undef X
	HEADER_COUNT
};

struct header {			/* one field */
	enum header_id	id;
	struct span	name;	/* as it was written, without the colon */
	struct span	body;	/* behind the colon; folds as they came, no last LF */
	struct span	text;	/* all of it: name, colon, body */
	bool		cut;	/* it was longer than max */
};

struct header_reader {
	struct buf	text;
	size_t		max;	/* bytes of one field that are kept */
	int		state;
	bool		cut;
};

enum header_got {
	HEADER_MORE,		/* all of *in is taken; give more */
	HEADER_FIELD,		/* *h is a whole field */
	HEADER_END,		/* the empty line is taken; *in is at the body */
	HEADER_NOT		/* no header line: h->text and then *in are body */
};

void	header_init(struct header_reader *r, size_t max);	/* max 0: no bound */
void	header_clear(struct header_reader *r);
/* Takes from the front of *in (lines end in LF) up to the next event. Call it
 * again for the next; after HEADER_END and HEADER_NOT the reader is done. */
enum header_got	header_take(struct header_reader *r, struct span *in,
		    struct header *h);
/* At the end of the input: HEADER_FIELD for one that is still held, HEADER_NOT
 * for the start of a line that is none, then HEADER_END. */
enum header_got	header_finish(struct header_reader *r, struct header *h);

/* A whole field that is at hand, as "Subject: x"; false if it is none. */
bool	header_parse(struct span text, struct header *h);
/* Length of the name when line begins with one (RFC 5322 ftext, then optional
 * blanks, then a colon); 0 if not. */
size_t	header_name_len(struct span line);

enum header_id	header_id(struct span name);	/* HEADER_OTHER if not listed */
const char *header_name(enum header_id id);	/* "Message-Id" */
unsigned	header_flags(enum header_id id);

/* Appends body without line ends and blanks around: "a\n b" reads "a b". */
void	header_unfold(struct buf *out, struct span body);
/* Appends "NAME: VALUE\n". A control byte in value becomes '?'; only a line end
 * before a blank (a fold) stays one. */
void	header_add(struct buf *out, const char *name, struct span value);
/* The same for a whole field, "NAME: VALUE". */
void	header_add_text(struct buf *out, struct span text);

#endif
