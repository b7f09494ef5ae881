/* SPDX-License-Identifier: ISC */
#include "wire/dot.h"

/* Where the reader is. The states say how the line before ended, because a dot
 * between a bare and a good line end is text. */
enum {
	BOL,		/* behind CR LF, or at the very start */
	BOL_BARE,	/* behind a bare LF */
	TEXT,
	CR,		/* behind a CR in a line */
	DOT,		/* behind a dot at BOL */
	DOT_THEN_CR,	/* ... and a CR */
	BARE_DOT,	/* behind a dot at BOL_BARE */
	BARE_DOT_CR
};

/* Bytes up to the first CR or LF. */
static size_t
plain_len(struct span in, unsigned *notes)
{
	unsigned char any = 0;
	size_t n;

	for (n = 0; n < in.len && in.p[n] != '\r' && in.p[n] != '\n'; n++) {
		any |= (unsigned char)in.p[n];
		if (in.p[n] == 0)
			*notes |= DOT_NUL;
	}
	if (any & 0x80)
		*notes |= DOT_8BIT;
	return n;
}

/* A byte in a line, the dot at its beginning seen to. */
static int
text_byte(struct dot *d, char c, struct buf *out)
{
	if (c == '\r')
		return CR;
	buf_addc(out, c);
	if (c == '\n') {
		d->notes |= DOT_BARE_LF;
		return BOL_BARE;
	}
	if (c == 0)
		d->notes |= DOT_NUL;
	if ((unsigned char)c & 0x80)
		d->notes |= DOT_8BIT;
	return TEXT;
}

/* The byte behind a CR that is held back. */
static int
cr_byte(struct dot *d, char c, struct buf *out)
{
	if (c == '\n') {
		buf_addc(out, '\n');
		return BOL;
	}
	d->notes |= DOT_BARE_CR;
	buf_addc(out, '\r');
	return text_byte(d, c, out);
}

/* The byte behind ". CR": nothing but an LF makes it more than a stuffed line
 * that begins with a CR. */
static int
dot_cr_byte(struct dot *d, char c, struct buf *out)
{
	if (d->state == BARE_DOT_CR && c == '\n') {
		buf_adds(out, ".\n");
		return BOL;
	}
	return cr_byte(d, c, out);
}

/* The byte behind a dot that begins a line: the dot goes, unless it is all of
 * the line and so no stuffing. */
static int
dot_byte(struct dot *d, char c, struct buf *out)
{
	if (c == '\r')
		return d->state == DOT ? DOT_THEN_CR : BARE_DOT_CR;
	if (c == '\n')
		buf_addc(out, '.');
	return text_byte(d, c, out);
}

static int
step(struct dot *d, char c, struct buf *out)
{
	switch (d->state) {
	case BOL:
		return c == '.' ? DOT : text_byte(d, c, out);
	case BOL_BARE:
		return c == '.' ? BARE_DOT : text_byte(d, c, out);
	case CR:
		return cr_byte(d, c, out);
	case DOT:
	case BARE_DOT:
		return dot_byte(d, c, out);
	case DOT_THEN_CR:
	case BARE_DOT_CR:
		return dot_cr_byte(d, c, out);
	default:
		return text_byte(d, c, out);
	}
}

bool
dot_unstuff(struct dot *d, struct span *in, struct buf *out)
{
	while (in->len > 0) {
		if (d->state == TEXT) {
			size_t n = plain_len(*in, &d->notes);

			buf_add(out, in->p, n);
			*in = span_from(*in, n);
			if (in->len == 0)
				break;
		}
		char c = (char)span_byte(in);
		if (d->state == DOT_THEN_CR && c == '\n') {
			d->state = BOL;
			return true;
		}
		d->state = step(d, c, out);
	}
	return false;
}

void
dot_chunk(struct dot *d, struct span in, bool last, struct buf *out)
{
	while (in.len > 0) {
		if (d->state != CR) {
			size_t n = plain_len(in, &d->notes);

			buf_add(out, in.p, n);
			in = span_from(in, n);
			if (in.len == 0)
				break;
		}
		char c = (char)span_byte(&in);
		d->state = d->state == CR ? cr_byte(d, c, out) :
		    text_byte(d, c, out);
	}
	if (last && d->state == CR) {
		d->notes |= DOT_BARE_CR;
		buf_addc(out, '\r');
		d->state = TEXT;
	}
}

/* Room that the character at the front of a line needs: UTF-8 is not torn. */
static size_t
char_len(char c)
{
	unsigned char u = (unsigned char)c;

	return u < 0xc0 ? 1 : u < 0xe0 ? 2 : u < 0xf0 ? 3 : 4;
}

static void
put(struct dot_out *d, char c, struct buf *out)
{
	if (d->limit > 0 && d->col > 1 && d->col + char_len(c) > d->limit) {
		buf_adds(out, "\r\n ");
		d->col = 1;
	}
	if (d->col == 0 && c == '.')
		buf_addc(out, '.');
	buf_addc(out, c);
	d->col++;
}

static void
end_line(struct dot_out *d, struct buf *out)
{
	buf_adds(out, "\r\n");
	d->col = 0;
	d->cr = false;
}

/* Bytes that can be copied as they are. */
static size_t
run_len(const struct dot_out *d, struct span in)
{
	size_t room = d->limit == 0 ? in.len :
	    d->limit > d->col + 4 ? d->limit - d->col - 4 : 0;
	size_t n = 0;

	if (d->cr || d->col == 0)
		return 0;
	while (n < in.len && n < room && in.p[n] != '\r' && in.p[n] != '\n')
		n++;
	return n;
}

void
dot_stuff(struct dot_out *d, struct span in, struct buf *out)
{
	while (in.len > 0) {
		size_t n = run_len(d, in);

		if (n > 0) {
			buf_add(out, in.p, n);
			d->col += n;
			in = span_from(in, n);
			continue;
		}
		char c = (char)span_byte(&in);
		if (c == '\n') {
			end_line(d, out);
			continue;
		}
		if (d->cr)
			put(d, ' ', out);
		d->cr = c == '\r';
		if (!d->cr)
			put(d, c, out);
	}
}

void
dot_end(struct dot_out *d, struct buf *out)
{
	if (d->cr)
		put(d, ' ', out);
	d->cr = false;
	if (d->col > 0)
		end_line(d, out);
	buf_adds(out, ".\r\n");
}
