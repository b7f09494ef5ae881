/* SPDX-License-Identifier: ISC
 *
 * wire/smtpline - command and reply lines out of a buffer
 *
 * Source:  RFC 5321 sections 2.3.8, 4.5.3.1.4 to 4.5.3.1.6.
 * Owns:    nothing; a line points into the input.
 * Errors:  LINE_LONG when a line with its end is longer than max; all of it is
 *          skipped, so its tail is never taken for a command.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/smtpline.c.
 */
#ifndef WIRE_SMTPLINE_H
#define WIRE_SMTPLINE_H

#include "base/buf.h"

enum smtpline_got {
	LINE_OK,		/* ended in CR LF */
	LINE_BARE_LF,		/* ended in LF alone */
	LINE_LONG,		/* was skipped; *line is its beginning, to log */
	LINE_MORE		/* not whole yet; read more behind *in */
};

enum { SMTPLINE_MAX = 2048, SMTPLINE_KEPT = 64 };

struct smtpline {
	size_t	max;		/* line with its end, in bytes */
	size_t	seen;		/* bytes of *in that hold no LF */
	size_t	nkept;
	bool	skip;
	char	kept[SMTPLINE_KEPT];	/* of a long line */
};

void	smtpline_init(struct smtpline *l, size_t max);
/* Takes one line off the front of *in, which holds the bytes read so far. The
 * line comes without its end. On LINE_MORE what stays in *in must be at the
 * front of the next call's. */
enum smtpline_got	smtpline_take(struct smtpline *l, struct span *in,
			    struct span *line);

#endif
