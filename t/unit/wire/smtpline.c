/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "wire/smtpline.h"

/* Reads as a program does: bytes come in pieces behind what is left. */
static void
read_all(struct buf *out, struct span in, size_t max, size_t piece)
{
	static const char *const names[] = { "ok", "bare", "long" };
	struct smtpline l;
	struct buf held = BUF_INIT;

	smtpline_init(&l, max);
	for (;;) {
		struct span left = buf_span(&held), line;
		enum smtpline_got got = smtpline_take(&l, &left, &line);

		if (got != LINE_MORE)
			buf_addf(out, "%s:%.*s;", names[got], SPAN_FMT(line));
		buf_drop(&held, held.len - left.len);
		ck_assert_uint_lt(held.len, max + piece);
		if (got != LINE_MORE)
			continue;
		if (in.len == 0)
			break;
		buf_addspan(&held, span_head(in, piece));
		in = span_from(in, piece);
	}
	buf_addf(out, "%zu", held.len);
	buf_clear(&held);
}

static void
wants(const char *in, size_t max, const char *wanted)
{
	for (size_t piece = 1; piece <= strlen(in) + 1; piece++) {
		struct buf b = BUF_INIT;

		read_all(&b, span_str(in), max, piece);
		wants_text(&b, wanted, strlen(wanted), in);
	}
}

START_TEST(lines)
{
	wants("", 20, "0");
	wants("HELO x\r\nQUIT\r\n", 20, "ok:HELO x;ok:QUIT;0");
	wants("\r\n\n", 20, "ok:;bare:;0");
	wants("a\nb\r\r\nc", 20, "bare:a;ok:b\r;1");
	wants("a\r", 20, "2");
}
END_TEST

/* The tail of a long line is never a line of its own. */
START_TEST(long_lines)
{
	wants("12345678\r\nb\r\n", 10, "ok:12345678;ok:b;0");
	wants("123456789\nb\r\n", 10, "bare:123456789;ok:b;0");
	struct buf b = BUF_INIT;

	for (size_t piece = 1; piece < 40; piece++) {
		read_all(&b, SPAN("1234567890QUIT\r\nb\r\n"), 10, piece);
		ck_assert_msg(strncmp(b.s, "long:1234567890", 15) == 0, "%s", b.s);
		ck_assert_msg(strstr(b.s, ";ok:b;0") != NULL, "%s", b.s);
		buf_reset(&b);
		read_all(&b, SPAN("123456789\r\nb\r\n"), 10, piece);
		ck_assert_msg(strncmp(b.s, "long:123456789", 14) == 0, "%s", b.s);
		buf_reset(&b);
		read_all(&b, SPAN("12345678901234567890"), 10, piece);
		ck_assert_msg(strncmp(b.s, "long", 4) != 0, "%s", b.s);
		buf_reset(&b);
	}
	buf_clear(&b);
}
END_TEST

SUITE("wire/smtpline", lines, long_lines)
