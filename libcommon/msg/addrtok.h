/* SPDX-License-Identifier: ISC
 *
 * msg/addrtok - the tokens that structured header fields are made of
 *
 * Source:  RFC 5322 sections 3.2, 4.1.
 * Owns:    nothing; a token points into its text.
 * Errors:  none: what is not closed goes on to the end of the text.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/address.c.
 */
#ifndef MSG_ADDRTOK_H
#define MSG_ADDRTOK_H

#include "base/buf.h"

/* A special character is a token of its own, its type is its code. */
enum { T_END = 256, T_WORD, T_QUOTED, T_LITERAL, T_COMMENT, T_BLANK };

struct addrtok {
	int		type;
	struct span	raw;	/* with its quotes, brackets, backslashes */
};

struct addrtok	addrtok_take(struct span *in);
struct span	addrtok_inside(struct addrtok t);	/* what was quoted */
/* Appends s without its backslashes and line ends; false if a control byte is
 * in it, which has no place in an address. */
bool	addrtok_add(struct buf *out, struct span s);
/* Whether c may stand in a word: no special, blank or control byte. */
bool	addrtok_plain(char c);

#endif
