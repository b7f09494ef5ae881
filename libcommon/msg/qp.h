/* SPDX-License-Identifier: ISC
 *
 * msg/qp - quoted-printable
 *
 * Source:  RFC 2045 section 6.7.
 * Owns:    nothing; output is appended to a buf of the caller.
 * Errors:  none: decoding takes what is malformed as it stands.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/qp.c.
 */
#ifndef MSG_QP_H
#define MSG_QP_H

#include "base/buf.h"

struct qp {			/* encodes a stream of lines that end in LF */
	size_t	col;
	char	blank;		/* a blank or tab held back, or 0 */
};

#define QP_INIT	{ 0 }

void	qp_push(struct qp *q, struct span in, struct buf *out);
/* At the end; an unfinished last line stays one, by a soft line end. */
void	qp_end(struct qp *q, struct buf *out);

void	qp_decode(struct buf *out, struct span in);

#endif
