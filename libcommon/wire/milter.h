/* SPDX-License-Identifier: ISC
 *
 * wire/milter - packets of the milter protocol
 *
 * Source:  libmilter's mfdef.h, versions 2 to 6: a length of four bytes, a
 *          letter, and data.
 * Owns:    nothing; output is appended to a buf of the caller, results point
 *          into the input.
 * Errors:  MILTER_BAD, or false, for what cannot be.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/milter.c.
 */
#ifndef WIRE_MILTER_H
#define WIRE_MILTER_H

#include <stdint.h>

#include "base/buf.h"

enum {
	MILTER_CHUNK	= 65535,	/* body bytes in one packet */
	MILTER_MAX	= 1 << 20	/* bytes of a packet that we take */
};

enum {				/* commands */
	MILTER_OPTIONS	= 'O', MILTER_MACRO = 'D', MILTER_CONNECT = 'C',
	MILTER_HELO	= 'H', MILTER_MAIL = 'M', MILTER_RCPT = 'R',
	MILTER_DATA	= 'T', MILTER_HEADER = 'L', MILTER_EOH = 'N',
	MILTER_BODY	= 'B', MILTER_EOM = 'E', MILTER_ABORT = 'A',
	MILTER_QUIT	= 'Q', MILTER_UNKNOWN = 'U'
};

enum {				/* answers */
	MILTER_CONTINUE	= 'c', MILTER_ACCEPT = 'a', MILTER_REJECT = 'r',
	MILTER_TEMPFAIL	= 't', MILTER_DISCARD = 'd', MILTER_REPLY = 'y',
	MILTER_PROGRESS	= 'p', MILTER_SKIP = 's', MILTER_FAIL = 'f',
	MILTER_SHUTDOWN	= '4',
	/* at the end of a message */
	MILTER_ADD_HEADER = 'h', MILTER_INSERT_HEADER = 'i',
	MILTER_CHANGE_HEADER = 'm', MILTER_CHANGE_FROM = 'e',
	MILTER_ADD_RCPT	= '+', MILTER_ADD_RCPT_ARGS = '2',
	MILTER_DELETE_RCPT = '-', MILTER_REPLACE_BODY = 'b',
	MILTER_QUARANTINE = 'q'
};

enum {				/* what a milter may do */
	MILTER_CAN_ADD_HEADER	= 0x01, MILTER_CAN_CHANGE_BODY = 0x02,
	MILTER_CAN_ADD_RCPT	= 0x04, MILTER_CAN_DELETE_RCPT = 0x08,
	MILTER_CAN_CHANGE_HEADER = 0x10, MILTER_CAN_QUARANTINE = 0x20,
	MILTER_CAN_CHANGE_FROM	= 0x40, MILTER_CAN_RCPT_ARGS = 0x80,
	MILTER_CAN_SET_MACROS	= 0x100
};

enum {				/* what it does not want, or answers not */
	MILTER_NO_CONNECT = 0x01, MILTER_NO_HELO = 0x02, MILTER_NO_MAIL = 0x04,
	MILTER_NO_RCPT	= 0x08, MILTER_NO_BODY = 0x10, MILTER_NO_HEADERS = 0x20,
	MILTER_NO_EOH	= 0x40, MILTER_MUTE_HEADER = 0x80,
	MILTER_NO_UNKNOWN = 0x100, MILTER_NO_DATA = 0x200,
	MILTER_CAN_SKIP	= 0x400, MILTER_WANTS_REJECTED = 0x800,
	MILTER_MUTE_CONNECT = 0x1000, MILTER_MUTE_HELO = 0x2000,
	MILTER_MUTE_MAIL = 0x4000, MILTER_MUTE_RCPT = 0x8000,
	MILTER_MUTE_DATA = 0x10000, MILTER_MUTE_UNKNOWN = 0x20000,
	MILTER_MUTE_EOH	= 0x40000, MILTER_MUTE_BODY = 0x80000,
	MILTER_LEADING_SPACE = 0x100000
};

/* What a protocol version has; 0 for one that there is not (2, 3, 4, 6). */
uint32_t	milter_actions(int version);
uint32_t	milter_events(int version);

/* Appends a packet of pieces: begin, buf_add..., end. */
size_t	milter_begin(struct buf *out, char command);
void	milter_end(struct buf *out, size_t begun);
void	milter_add_u32(struct buf *out, uint32_t n);
/* With the NUL behind it; a NUL inside becomes '?'. */
void	milter_add_str(struct buf *out, struct span s);

enum milter_got { MILTER_OK, MILTER_MORE, MILTER_BAD };

/* Takes one packet off the front of *in. */
enum milter_got	milter_take(struct span *in, char *letter, struct span *data);

bool	milter_take_u32(struct span *data, uint32_t *n);
/* A string up to its NUL, or to the end of the data. */
bool	milter_take_str(struct span *data, struct span *s);

/* A MILTER_REPLY's "550 5.7.1 text", also of several lines with their code:
 * the code, and the text (lines with LF) behind it, appended. False when that is
 * no 4xx or 5xx. */
bool	milter_reply(struct span data, int *code, struct buf *text);

#endif
