/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "base/utf8.h"

/* Whether c, once written, is read again, and cut short is none. */
static bool
goes_round(struct buf *b, uint32_t c)
{
	bool surrogate = c >= 0xd800 && c < 0xe000;
	size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	buf_reset(b);
	utf8_add(b, c);
	return b->len == len &&
	    utf8_len(buf_span(b)) == (surrogate ? 0 : len) &&
	    (len == 1 || utf8_len(span_head(buf_span(b), len - 1)) == 0);
}

START_TEST(all)
{
	struct buf b = BUF_INIT;
	uint32_t c = 0;

	while (c < 0x110000 && goes_round(&b, c))
		c++;
	ck_assert_uint_eq(c, 0x110000);
	buf_clear(&b);
}
END_TEST

START_TEST(bad)
{
	static const char *const no[] = { "\x80", "\xbf", "\xc0\x80", "\xc1\xbf",
	    "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
	    "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xc3(", "a\xc3",
	    "\xe2\x82(", "\xe2(\xac" };

	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		ck_assert_msg(!utf8_ok(span_str(no[i])), "%zu", i);
	ck_assert(utf8_ok(SPAN("")));
	ck_assert(utf8_ok(SPAN("a\0\xc3\xa4\xf0\x9f\x98\x80")));
	ck_assert(utf8_len(SPAN("")) == 0);
	ck_assert(utf8_is_ascii(SPAN("a\0\x7f")) && !utf8_is_ascii(SPAN("\x80")));
}
END_TEST

SUITE("base/utf8", all, bad)
