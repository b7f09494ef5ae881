/* SPDX-License-Identifier: ISC
 *
 * msg/mimetype - what the MIME headers of an entity say
 *
 * Source:  RFC 2045 sections 5, 6; RFC 2046 section 5.1.1.
 * Owns:    nothing; output is appended to bufs of the caller.
 * Errors:  false for what cannot be read, then nothing is appended.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/mime.c.
 */
#ifndef MSG_MIMETYPE_H
#define MSG_MIMETYPE_H

#include "base/buf.h"

enum mime_encoding { MIME_7BIT, MIME_8BIT, MIME_BINARY, MIME_QP, MIME_BASE64,
	MIME_ENCODING_OTHER };

/* "text/plain; charset=x": the type in lower case, "text/plain". */
bool	mimetype(struct buf *out, struct span body);
/* The value of a parameter, without its quotes; the first of that name. */
bool	mimetype_param(struct buf *out, struct span body, const char *name);
/* Content-Transfer-Encoding; none (an empty body) is 7bit. */
enum mime_encoding	mimetype_encoding(struct span body);

#endif
