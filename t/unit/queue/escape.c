/* SPDX-License-Identifier: ISC */
#include "queue/escape.h"

#include "../suite.h"

static const struct {
	struct span raw;
	const char *value, *word;
} cases[] = {
	{ { "", 0 }, "", "" },
	{ { "joe@example.com", 15 }, "joe@example.com", "joe@example.com" },
	{ { "a b", 3 }, "a b", "a\\x20b" },
	{ { "a\nsender x", 10 }, "a\\x0asender x", "a\\x0asender\\x20x" },
	{ { "\0\177\\", 3 }, "\\x00\\x7f\\x5c", "\\x00\\x7f\\x5c" },
	{ { "\303\251\377", 3 }, "\303\251\377", "\303\251\377" },
};

START_TEST(escapes_and_back)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b = BUF_INIT, back = BUF_INIT;

		escape_add(&b, cases[i].raw);
		ck_assert_str_eq(b.s, cases[i].value);
		ck_assert(escape_decode(&back, buf_span(&b)));
		ck_assert(span_eq(buf_span(&back), cases[i].raw));
		buf_reset(&b);
		buf_reset(&back);
		escape_add_word(&b, cases[i].raw);
		ck_assert_str_eq(b.s, cases[i].word);
		ck_assert(escape_decode(&back, buf_span(&b)));
		ck_assert(span_eq(buf_span(&back), cases[i].raw));
		buf_clear(&b);
		buf_clear(&back);
	}
}
END_TEST

START_TEST(every_byte_survives_and_none_controls)
{
	struct buf b = BUF_INIT, back = BUF_INIT, all = BUF_INIT;

	for (int c = 0; c < 256; c++)
		buf_addc(&all, (char)c);
	escape_add_word(&b, buf_span(&all));
	for (size_t i = 0; i < b.len; i++)
		ck_assert((unsigned char)b.s[i] > ' ' && b.s[i] != 0x7f);
	ck_assert(escape_decode(&back, buf_span(&b)));
	ck_assert(span_eq(buf_span(&back), buf_span(&all)));
	buf_clear(&b);
	buf_clear(&back);
	buf_clear(&all);
}
END_TEST

START_TEST(refuses_bad_escapes)
{
	static const char *const bad[] = {
		"\\", "a\\x", "a\\x4", "\\n", "\\xg0", "\\x0g", "\\X41",
	};
	struct buf b = BUF_INIT;

	buf_adds(&b, "kept");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_msg(!escape_decode(&b, span_str(bad[i])), "%s", bad[i]);
		ck_assert_str_eq(b.s, "kept");
	}
	buf_clear(&b);
}
END_TEST

SUITE("queue/escape", escapes_and_back, every_byte_survives_and_none_controls,
    refuses_bad_escapes)
