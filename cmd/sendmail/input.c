/* SPDX-License-Identifier: ISC */
#include "input.h"

#include "sys/io.h"

enum { READ_SIZE = 65536, PIECE_MAX = 65536 };

void
input_init(struct input *in, int fd, enum input_eol eol, bool dot_ends)
{
	*in = (struct input){ .fd = fd, .eol = eol, .dot_ends = dot_ends,
	    .rd = BUF_INIT };
}

void
input_clear(struct input *in)
{
	buf_clear(&in->rd);
}

static enum input_got
read_more(struct input *in)
{
	buf_drop(&in->rd, in->at);
	in->at = 0;
	ssize_t n = io_read(in->fd, &in->rd, READ_SIZE);
	if (n < 0)
		return INPUT_ERROR;
	in->eof = n == 0;
	return INPUT_PIECE;
}

/* A line, or as much of a long one as there is; a CR at the end of a piece
 * waits for what follows it. */
static enum input_got
take(struct input *in, struct span *piece, bool *newline)
{
	for (;;) {
		struct span data = span_from(buf_span(&in->rd), in->at);
		size_t nl = span_find(data, '\n');

		*newline = nl != SPAN_NONE;
		*piece = *newline ? span_head(data, nl) : data;
		if (*newline || in->eof || data.len >= PIECE_MAX)
			break;
		if (read_more(in) == INPUT_ERROR)
			return INPUT_ERROR;
	}
	if (!*newline && !in->eof && piece->p[piece->len - 1] == '\r')
		piece->len--;
	in->at += piece->len + (*newline ? 1 : 0);
	return piece->len == 0 && !*newline ? INPUT_END : INPUT_PIECE;
}

static void
fix_end(struct input *in, struct span *piece, bool newline)
{
	bool cr = newline && piece->len > 0 &&
	    piece->p[piece->len - 1] == '\r';

	/* strict: the first line tells what the others are */
	if (!in->any && newline && in->eol == EOL_STRICT)
		in->eol = cr ? EOL_ALWAYS : EOL_NEVER;
	in->any = in->any || newline;
	if (cr && in->eol == EOL_ALWAYS)
		piece->len--;
}

static bool
is_from(struct span s)
{
	while (s.len > 0 && s.p[0] == '>')
		s = span_from(s, 1);
	return span_starts(s, SPAN("From "));
}

enum input_got
input_next(struct input *in, struct span *piece, bool *newline)
{
	for (;;) {
		bool start = !in->in_line;
		enum input_got got = take(in, piece, newline);

		if (got != INPUT_PIECE)
			return got;
		fix_end(in, piece, *newline);
		in->in_line = !*newline;
		if (start && in->dot_ends && *newline && span_is(*piece, "."))
			return INPUT_END;
		if (start)
			in->in_from = !in->content && is_from(*piece);
		if (!in->in_from)
			break;
	}
	in->content = true;
	return INPUT_PIECE;
}
