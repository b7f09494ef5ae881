/* SPDX-License-Identifier: ISC
 *
 * wire/dot - message text in SMTP: dots stuffed and unstuffed
 *
 * Source:  RFC 5321 sections 2.3.8, 4.1.1.4, 4.5.2; RFC 3030 (BDAT).
 * Owns:    nothing; output is appended to a buf of the caller.
 * Errors:  none. What a policy may dislike is counted in notes.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/dot.c.
 *
 * Only CR LF . CR LF ends a message (or . CR LF at its very start). A bare LF
 * counts as a line end, but a dot between line ends of which one is bare is
 * text, and a bare CR is text: nothing that others may take for the end gets
 * lost or splits the message here.
 */
#ifndef WIRE_DOT_H
#define WIRE_DOT_H

#include "base/buf.h"

enum {				/* notes of unstuffing */
	DOT_BARE_LF	= 1,
	DOT_BARE_CR	= 2,
	DOT_NUL		= 4,
	DOT_8BIT	= 8
};

struct dot {
	int		state;
	unsigned	notes;
};

#define DOT_INIT	{ 0, 0 }

/* From the wire: takes from the front of *in, appends lines that end in LF.
 * True when the end has been seen; *in is then behind it. */
bool	dot_unstuff(struct dot *d, struct span *in, struct buf *out);
/* The same for BDAT, where nothing is stuffed: all of in is text. Call with
 * last for the last chunk. */
void	dot_chunk(struct dot *d, struct span in, bool last, struct buf *out);

struct dot_out {
	size_t		limit;	/* bytes of a line without CR LF; 0: any */
	size_t		col;
	bool		cr;
};

/* To the wire: text with lines that end in LF (or CR LF) becomes lines that
 * end in CR LF. A stray CR becomes a blank; a line longer than limit is folded
 * with CR LF and a blank. */
void	dot_stuff(struct dot_out *d, struct span in, struct buf *out);
/* Ends the last line if need be, and appends the final dot. */
void	dot_end(struct dot_out *d, struct buf *out);

#endif
