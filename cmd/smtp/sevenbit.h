/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/sevenbit - 8-bit text for a server that takes only 7 bits
 *
 * Source:  RFC 6152 section 3; RFC 2045 section 6.4: single parts become
 *          quoted-printable, multiparts and messages are made of those. RFC 1428
 *          for text that does not say what it is.
 * Owns:    its state, until sevenbit_clear.
 * Errors:  is_signed: 8-bit text within a multipart/signed must stay as it is;
 *          the message cannot be sent.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/smtp-sevenbit.c.
 */
#ifndef SMTP_SEVENBIT_H
#define SMTP_SEVENBIT_H

#include "msg/mime.h"
#include "msg/qp.h"

struct sevenbit {
	struct mime	mime;
	struct qp	qp;
	bool		encode;		/* the body being read */
	/* of the header being read, or just read */
	bool		said_version, said_type, said_encoding;
	bool		plain, composite;	/* not encoded; of parts */
	bool		is_signed;
};

void	sevenbit_init(struct sevenbit *s, const struct mime_limits *limits);
void	sevenbit_clear(struct sevenbit *s);
/* All of in; what comes of it is appended. */
void	sevenbit_push(struct sevenbit *s, struct span in, struct buf *out);
void	sevenbit_end(struct sevenbit *s, struct buf *out);

#endif
