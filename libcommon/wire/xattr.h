/* SPDX-License-Identifier: ISC
 *
 * wire/xattr - what XCLIENT and XFORWARD say of a client
 *
 * Source:  Postfix XCLIENT_README, XFORWARD_README; RFC 3461 section 4 (xtext).
 * Owns:    the value is a buf of the caller.
 * Errors:  enum xattr_got; the attribute at fault is then in *text.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/xattr.c.
 */
#ifndef WIRE_XATTR_H
#define WIRE_XATTR_H

#include "base/buf.h"

enum xattr {
	XATTR_NAME, XATTR_ADDR, XATTR_PORT, XATTR_PROTO, XATTR_HELO,
	XATTR_LOGIN, XATTR_DESTADDR, XATTR_DESTPORT, XATTR_REVERSE_NAME,
	XATTR_IDENT, XATTR_SOURCE,
	XATTRS
};

enum xattr_state { XATTR_GIVEN, XATTR_UNAVAILABLE, XATTR_TEMPUNAVAIL };

enum xattr_got {
	XATTR_OK,
	XATTR_END,		/* no more arguments */
	XATTR_UNKNOWN,		/* no such attribute, or no "=" */
	XATTR_BAD		/* a value that cannot be */
};

enum { XATTR_MAX = 255 };	/* bytes of a value */

struct xattr_value {
	enum xattr	 id;
	enum xattr_state state;
	struct buf	 value;		/* empty unless XATTR_GIVEN */
	struct span	 text;		/* as it was written */
};

const char *xattr_name(enum xattr id);
/* Takes "NAME=value" off the front of *args. An address comes without the
 * "IPV6:" in front of it. */
enum xattr_got	xattr_take(struct span *args, struct xattr_value *v);

#endif
