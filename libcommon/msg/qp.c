/* SPDX-License-Identifier: ISC */
#include "msg/qp.h"

#include "base/ascii.h"

enum { LINE = 76 };	/* with the '=' of a soft line end */

/* A unit of 1 or 3 bytes, on a new line when this one has no room for it and
 * the '=' behind it. */
static void
put(struct qp *q, char c, bool coded, struct buf *out)
{
	size_t n = coded ? 3 : 1;

	if (q->col + n > LINE - 1) {
		buf_adds(out, "=\n");
		q->col = 0;
	}
	if (coded)
		buf_addf(out, "=%02X", (unsigned)(unsigned char)c);
	else
		buf_addc(out, c);
	q->col += n;
}

/* A blank that no line end follows stands for itself. */
static void
put_blank(struct qp *q, bool coded, struct buf *out)
{
	if (q->blank != 0)
		put(q, q->blank, coded, out);
	q->blank = 0;
}

void
qp_push(struct qp *q, struct span in, struct buf *out)
{
	for (size_t i = 0; i < in.len; i++) {
		char c = in.p[i];

		put_blank(q, c == '\n', out);
		if (c == '\n') {
			buf_addc(out, '\n');
			q->col = 0;
		} else if (c == ' ' || c == '\t') {
			q->blank = c;
		} else {
			put(q, c, !ascii_print(c) || c == '=', out);
		}
	}
}

void
qp_end(struct qp *q, struct buf *out)
{
	put_blank(q, true, out);
	if (q->col > 0)
		buf_adds(out, "=\n");
	q->col = 0;
}

/* What an '=' at in.p[0] stands for: sets its length. -1: nothing (a soft line
 * end), -2: itself. */
static int
coded_byte(struct span in, size_t *len)
{
	size_t n = 1;

	while (n < in.len && (in.p[n] == ' ' || in.p[n] == '\t' ||
	    in.p[n] == '\r'))
		n++;
	if (n == in.len || in.p[n] == '\n') {
		*len = n < in.len ? n + 1 : n;
		return -1;
	}
	if (in.len < 3 || ascii_hex(in.p[1]) < 0 || ascii_hex(in.p[2]) < 0) {
		*len = 1;
		return -2;
	}
	*len = 3;
	return ascii_hex(in.p[1]) << 4 | ascii_hex(in.p[2]);
}

void
qp_decode(struct buf *out, struct span in)
{
	while (in.len > 0) {
		size_t n = span_find(in, '=');

		if (n == SPAN_NONE)
			n = in.len;
		buf_add(out, in.p, n);
		in = span_from(in, n);
		if (in.len == 0)
			break;
		int c = coded_byte(in, &n);
		if (c != -1)
			buf_addc(out, c == -2 ? '=' : (char)c);
		in = span_from(in, n);
	}
}
