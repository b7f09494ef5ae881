/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "wire/smtpreply.h"

static void
wants(const char *lines, enum smtpreply_got wanted, int code, const char *dsn,
    const char *text)
{
	struct smtpreply r = SMTPREPLY_INIT;
	struct span in = span_str(lines), line;
	enum smtpreply_got got = SMTPREPLY_MORE;

	smtpreply_reset(&r);
	while (got == SMTPREPLY_MORE && span_split(&in, '\n', &line))
		got = smtpreply_push(&r, line);
	ck_assert_msg(got == wanted, "%s: %d", lines, got);
	if (got == SMTPREPLY_DONE) {
		ck_assert_int_eq(r.code, code);
		ck_assert_str_eq(r.dsn, dsn);
		ck_assert_str_eq(r.text.s, text);
	}
	smtpreply_clear(&r);
}

START_TEST(reading)
{
	wants("250 ok", SMTPREPLY_DONE, 250, "2.0.0", "250 ok");
	wants("250", SMTPREPLY_DONE, 250, "2.0.0", "250");
	wants("250-a\n250-b\n250 c", SMTPREPLY_DONE, 250, "2.0.0",
	    "250-a 250-b 250 c");
	wants("550-5.1.1 no\n550 5.1.2 x", SMTPREPLY_DONE, 550, "5.1.1",
	    "550-5.1.1 no 550 5.1.2 x");
	wants("550-4.1.1 no\n550 5.1.2 x", SMTPREPLY_DONE, 550, "5.1.2",
	    "550-4.1.1 no 550 5.1.2 x");
	wants("550-no\n551 x", SMTPREPLY_DONE, 551, "5.0.0", "550-no 551 x");
	wants("354 go", SMTPREPLY_DONE, 354, "4.0.0", "354 go");
	wants("250 a\r\x01\x1b[m", SMTPREPLY_DONE, 250, "2.0.0", "250 a???[m");
	wants("250-a", SMTPREPLY_MORE, 0, "", "");
}
END_TEST

START_TEST(reading_bad)
{
	static const char *const no[] = { "", "25", "2x0 ok", "150 x", "600 x",
	    "250ok", "250-a\n450 b", "250-a\nx", "250-a\n\n250 b", "ok 250" };

	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		wants(no[i], SMTPREPLY_BAD, 0, "", "");
}
END_TEST

START_TEST(reading_bounds)
{
	struct smtpreply r = SMTPREPLY_INIT;
	enum smtpreply_got got = SMTPREPLY_MORE;
	int n = 0;

	smtpreply_reset(&r);
	while (got == SMTPREPLY_MORE && n < 2000) {
		got = smtpreply_push(&r, SPAN("250-a long line of text"));
		n++;
	}
	ck_assert_int_eq(got, SMTPREPLY_BAD);
	ck_assert_int_eq(n, SMTPREPLY_LINES + 1);
	ck_assert_uint_eq(r.text.len, SMTPREPLY_TEXT);
	smtpreply_reset(&r);
	ck_assert_int_eq(smtpreply_push(&r, SPAN("250-SIZE 10")), SMTPREPLY_MORE);
	ck_assert(span_is(r.line, "SIZE 10"));
	smtpreply_clear(&r);
}
END_TEST

START_TEST(writing)
{
	struct buf b = BUF_INIT, text = BUF_INIT;

	smtpreply_add(&b, 250, NULL, SPAN("ok"));
	WANTS(&b, "250 ok\r\n", "one line");
	smtpreply_add(&b, 250, "2.1.0", SPAN("a\nb\nc\n"));
	WANTS(&b, "250-2.1.0 a\r\n250-2.1.0 b\r\n250 2.1.0 c\r\n", "lines");
	smtpreply_add(&b, 550, "5.0.0", SPAN("a\r\0\x1b"));
	WANTS(&b, "550 5.0.0 a???\r\n", "control bytes");
	smtpreply_add(&b, 221, "", SPAN(""));
	WANTS(&b, "221 \r\n", "nothing");
	smtpreply_addf(&b, 451, "4.3.0", "%s", "x\r\n250 y");
	WANTS(&b, "451-4.3.0 x?\r\n451 4.3.0 250 y\r\n", "injected");
	for (int i = 0; i < 600; i++)
		buf_addc(&text, i % 100 == 99 ? ' ' : 'x');
	smtpreply_add(&b, 250, "2.0.0", buf_span(&text));
	struct span in = buf_span(&b), line;
	for (int i = 0; span_split(&in, '\n', &line) && line.len > 0; i++) {
		ck_assert_uint_le(line.len + 1, 512);
		ck_assert_uint_eq(line.len, i == 0 ? 410u : 211u);
	}
	buf_clear(&b);
	buf_clear(&text);
}
END_TEST

SUITE("wire/smtpreply", reading, reading_bad, reading_bounds, writing)
