/* SPDX-License-Identifier: ISC
 *
 * wire/xtext - xtext coding of the DSN parameters ORCPT, ENVID and AUTH
 *
 * Source:  RFC 3461 section 4; RFC 6533 section 3 for utf-8-addr-xtext, of
 *          which decode takes \x{HEX} too.
 * Owns:    nothing; output is appended to a buf of the caller.
 * Errors:  decode returns false on bad input and leaves the buf as it was.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/xtext.c.
 */
#ifndef WIRE_XTEXT_H
#define WIRE_XTEXT_H

#include "base/buf.h"

void	xtext_encode(struct buf *out, struct span in);
bool	xtext_decode(struct buf *out, struct span in);
bool	xtext_ok(struct span in);
/* Decodes \x{HEX} too, into UTF-8: the address of ORCPT=utf-8;... */
bool	xtext_decode_utf8(struct buf *out, struct span in);

#endif
