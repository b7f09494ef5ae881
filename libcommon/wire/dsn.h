/* SPDX-License-Identifier: ISC
 *
 * wire/dsn - status codes and the parameters of delivery status notifications
 *
 * Source:  RFC 3463 section 2; RFC 3461 sections 4.1 to 4.4, 5; RFC 6533.
 * Owns:    nothing; output is appended to bufs of the caller.
 * Errors:  false on bad input, results untouched.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/dsn.c.
 */
#ifndef WIRE_DSN_H
#define WIRE_DSN_H

#include "base/buf.h"

enum {
	DSN_SIZE	= 12,	/* "5.123.123" and a NUL; as in struct why */
	DSN_ENVID_MAX	= 100,	/* encoded, RFC 3461 section 5 */
	DSN_ORCPT_MAX	= 500
};

/* A whole "x.y.z": class 2, 4 or 5, subject and detail up to 999 without
 * superfluous zeros. */
bool	dsn_ok(struct span code);
/* Takes a code and the blanks behind it off the front of *text. */
bool	dsn_take(struct span *text, char code[DSN_SIZE]);
/* The code in text when its class is that of the reply code (250, 451, 550),
 * else "2.0.0", "4.0.0", "5.0.0". */
void	dsn_of_reply(int reply, struct span text, char code[DSN_SIZE]);

enum {				/* NOTIFY; 0: not given */
	DSN_NEVER	= 1,
	DSN_SUCCESS	= 2,
	DSN_FAILURE	= 4,
	DSN_DELAY	= 8
};

bool	dsn_notify(struct span value, unsigned *notify);
void	dsn_notify_add(struct buf *out, unsigned notify);	/* "SUCCESS,DELAY" */

enum dsn_ret { DSN_RET_NONE, DSN_RET_FULL, DSN_RET_HDRS };

bool	dsn_ret(struct span value, enum dsn_ret *ret);
const char *dsn_ret_name(enum dsn_ret ret);			/* "FULL", "" */

/* ENVID: xtext of printable characters, not empty. Kept as it came. */
bool	dsn_envid_ok(struct span value);
/* ORCPT: type;xtext. Gives the type and appends the decoded address. */
bool	dsn_orcpt(struct span value, struct span *type, struct buf *address);
/* Appends type;xtext of an address in external form. */
void	dsn_orcpt_add(struct buf *out, const char *type, struct span address);

#endif
