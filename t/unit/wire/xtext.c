/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "wire/xtext.h"

START_TEST(coding)
{
	struct buf b = BUF_INIT;

	xtext_encode(&b, SPAN("a+b=c d\n\xff\0~!"));
	WANTS(&b, "a+2Bb+3Dc+20d+0A+FF+00~!", "encode");
	ck_assert(xtext_decode(&b, SPAN("a+2Bb+3Dc+20d+0A+FF+00~!")));
	WANTS(&b, "a+b=c d\n\xff\0~!", "decode");
}
END_TEST

START_TEST(bad)
{
	static const char *const no[] = { "a b", "a=b", "+", "+2", "+2b", "+GG",
	    "a\xff", "a\n", "a\x7f", "x+2B+" };
	struct buf b = BUF_INIT;

	buf_adds(&b, "kept");
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		ck_assert_msg(!xtext_decode(&b, span_str(no[i])), "%s", no[i]);
		ck_assert_msg(!xtext_ok(span_str(no[i])), "%s", no[i]);
		ck_assert_str_eq(b.s, "kept");
	}
	ck_assert(xtext_ok(SPAN("a+2B")));
	ck_assert(xtext_ok(SPAN("")));
	buf_clear(&b);
}
END_TEST

START_TEST(utf8)
{
	static const char *const no[] = { "\\x{D800}", "\\x{110000}", "\\x{}",
	    "\\x{41", "\\y", "\xff", "+C3", "\\x{0}", "\\", "\\x{0000000041}" };
	struct buf b = BUF_INIT;

	ck_assert(xtext_decode_utf8(&b, SPAN("a\\x{E4}\\x{1F600}+2B\xc3\xa4@b")));
	WANTS(&b, "a\xc3\xa4\xf0\x9f\x98\x80+\xc3\xa4@b", "utf-8");
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		ck_assert_msg(!xtext_decode_utf8(&b, span_str(no[i])), "%s", no[i]);
	ck_assert_uint_eq(b.len, 0);
	buf_clear(&b);
}
END_TEST

SUITE("wire/xtext", coding, bad, utf8)
