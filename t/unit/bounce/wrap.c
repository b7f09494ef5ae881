/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "../../../cmd/bounce/wrap.h"

static void
wraps(const char *before, struct span text, const char *wanted)
{
	struct buf out = BUF_INIT;

	buf_adds(&out, before);
	wrap_add(&out, text, "    ");
	wants_text(&out, wanted, strlen(wanted), wanted);
}

START_TEST(lines)
{
	static char word[2000];
	struct buf out = BUF_INIT;

	wraps("", SPAN(""), "");
	wraps("", SPAN("  a \t b\r\nc "), "a b c");
	wraps("X:", SPAN("a b"), "X: a b");
	wraps("X: ", SPAN("a b"), "X: a b");
	wraps("one\nX:", SPAN("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    " bbbbbbbbbbbbbbbbbbbbbbbbb c"),
	    "one\nX: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    " bbbbbbbbbbbbbbbbbbbbbbbbb\n    c");
	memset(word, 'w', sizeof(word));
	wrap_add(&out, (struct span){ word, sizeof(word) }, "    ");
	ck_assert_uint_eq(span_find(buf_span(&out), '\n'), 900);
	ck_assert_uint_eq(out.len, sizeof(word) + 2 * strlen("\n    "));
	buf_clear(&out);
}
END_TEST

START_TEST(clean)
{
	struct buf out = BUF_INIT;

	wrap_clean(&out, SPAN("a\n\0\x7f\tb"), false);
	WANTS(&out, "a????b", "control bytes");
	wrap_clean(&out, SPAN("\xc3\xa9"), false);
	WANTS(&out, "\xc3\xa9", "UTF-8");
	wrap_clean(&out, SPAN("\xc3\xa9"), true);
	WANTS(&out, "??", "UTF-8 as ASCII");
	wrap_clean(&out, SPAN("\xc3\xa9\xff"), false);
	WANTS(&out, "???", "not UTF-8");
}
END_TEST

SUITE("wrap", lines, clean)
