/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "msg/qp.h"

static void
wants(struct span in, const char *wanted)
{
	for (size_t piece = 1; piece <= in.len + 1; piece++) {
		struct qp q = QP_INIT;
		struct buf b = BUF_INIT;

		for (struct span left = in; left.len > 0;
		    left = span_from(left, piece))
			qp_push(&q, span_head(left, piece), &b);
		qp_end(&q, &b);
		wants_text(&b, wanted, strlen(wanted), in.p);
	}
}

START_TEST(encoding)
{
	wants(SPAN(""), "");
	wants(SPAN("a=b\xe4 \t c\n"), "a=3Db=E4 \t c\n");
	wants(SPAN("a \nb\t\n \n"), "a=20\nb=09\n=20\n");
	wants(SPAN("a\r\n\0\x7f\n"), "a=0D\n=00=7F\n");
	wants(SPAN("\n\n"), "\n\n");
	wants(SPAN("a"), "a=\n");
	wants(SPAN("a "), "a=20=\n");
}
END_TEST

START_TEST(long_lines)
{
	struct qp q = QP_INIT;
	struct buf in = BUF_INIT, b = BUF_INIT, back = BUF_INIT;
	struct span line, rest;

	for (int i = 0; i < 500; i++)
		buf_addc(&in, i % 5 == 0 ? '\xe4' : i % 7 == 0 ? ' ' : 'x');
	buf_addc(&in, '\n');
	qp_push(&q, buf_span(&in), &b);
	qp_end(&q, &b);
	rest = buf_span(&b);
	while (span_split(&rest, '\n', &line) && line.len > 0)
		ck_assert_uint_le(line.len, 76);
	qp_decode(&back, buf_span(&b));
	ck_assert(span_eq(buf_span(&back), buf_span(&in)));
	buf_clear(&in);
	buf_clear(&b);
	buf_clear(&back);
}
END_TEST

START_TEST(decoding)
{
	struct buf b = BUF_INIT;

	qp_decode(&b, SPAN("a=3Db=e4=\nc= \t\r\nd=xz=4=\n=="));
	WANTS(&b, "a=b\xe4" "cd=xz=4=", "decode");
}
END_TEST

SUITE("msg/qp", encoding, long_lines, decoding)
