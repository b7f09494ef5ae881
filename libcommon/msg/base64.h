/* SPDX-License-Identifier: ISC
 *
 * msg/base64 - base64, whole and in a stream
 *
 * Source:  RFC 4648 section 4; RFC 2045 section 6.8 (lines of 76).
 * Owns:    nothing; output is appended to a buf of the caller.
 * Errors:  decode returns false for what is not base64, and leaves the buf as
 *          it was. Only base64_decode_text skips what does not belong.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/base64.c.
 */
#ifndef MSG_BASE64_H
#define MSG_BASE64_H

#include "base/buf.h"

void	base64_encode(struct buf *out, struct span in);	/* in one line */
/* Strict: padding as it must be, no blanks, no bits left over. */
bool	base64_decode(struct buf *out, struct span in);
/* As mail readers do: ends at padding, skips all that is no digit. */
void	base64_decode_text(struct buf *out, struct span in);

struct base64 {			/* encodes a stream in lines that end in LF */
	size_t		col;
	size_t		nheld;
	unsigned char	held[3];
};

#define BASE64_INIT	{ 0 }

void	base64_push(struct base64 *b, struct span in, struct buf *out);
void	base64_end(struct base64 *b, struct buf *out);

#endif
