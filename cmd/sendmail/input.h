/* SPDX-License-Identifier: ISC
 *
 * sendmail/input - the message as it comes in: lines, however they end
 *
 * Source:  Postfix sendmail_fix_line_endings; RFC 4155 for From_ lines.
 * Owns:    its buffer; the descriptor belongs to the caller.
 * Errors:  INPUT_ERROR with errno.
 * Effects: reads the descriptor, as far as the end of the message.
 */
#ifndef SENDMAIL_INPUT_H
#define SENDMAIL_INPUT_H

#include "base/buf.h"

enum input_eol { EOL_ALWAYS, EOL_STRICT, EOL_NEVER };
enum input_got { INPUT_PIECE, INPUT_END, INPUT_ERROR };

struct input {
	int		fd;
	enum input_eol	eol;
	bool		dot_ends;	/* a line of one dot is the end */
	struct buf	rd;
	size_t		at;
	bool		eof;
	bool		any;		/* the first line is behind us */
	bool		in_line;	/* the last piece had no line end */
	bool		in_from;	/* ... and is of a From_ line */
	bool		content;	/* From_ lines are now text */
};

void	input_init(struct input *in, int fd, enum input_eol eol, bool dot_ends);
void	input_clear(struct input *in);
/* A piece of a line, without its end; newline says whether that was there.
 * Leading From_ lines are left out. */
enum input_got	input_next(struct input *in, struct span *piece, bool *newline);

#endif
