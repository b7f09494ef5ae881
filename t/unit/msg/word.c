/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "msg/word.h"

START_TEST(encoding)
{
	struct buf b = BUF_INIT, text = BUF_INIT;
	struct span word, rest;

	word_encode(&b, SPAN("J\xc3\xb6rg D"), "utf-8");
	WANTS(&b, "=?utf-8?Q?J=C3=B6rg_D?=", "Q");
	word_encode(&b, SPAN("\xc3\xa4\xc3\xb6\xc3\xbc"), "utf-8");
	WANTS(&b, "=?utf-8?B?w6TDtsO8?=", "B");
	for (int i = 0; i < 100; i++)
		buf_adds(&text, "x\xe2\x82\xac");
	word_encode(&b, buf_span(&text), "utf-8");
	rest = buf_span(&b);
	while (span_split(&rest, ' ', &word)) {
		struct buf one = BUF_INIT;

		ck_assert_uint_le(word.len, WORD_MAX);
		word_decode(&one, word);	/* each is whole by itself */
		ck_assert(span_starts(buf_span(&one), SPAN("x\xe2\x82\xac")) ||
		    span_starts(buf_span(&one), SPAN("\xe2\x82\xac")));
		buf_clear(&one);
	}
	struct buf back = BUF_INIT;
	word_decode(&back, buf_span(&b));
	ck_assert(span_eq(buf_span(&back), buf_span(&text)));
	buf_clear(&back);
	buf_clear(&text);
	buf_clear(&b);
}
END_TEST

START_TEST(names)
{
	struct buf b = BUF_INIT;

	word_phrase(&b, SPAN("Joe Doe"), "utf-8");
	WANTS(&b, "Joe Doe", "atoms");
	word_phrase(&b, SPAN("Joe Q. \"D\\oe\"\n"), "utf-8");
	WANTS(&b, "\"Joe Q. \\\"D\\\\oe\\\"?\"", "quoted");
	word_phrase(&b, SPAN(" Joe"), "utf-8");
	WANTS(&b, "\" Joe\"", "blank");
	word_phrase(&b, SPAN(""), "utf-8");
	WANTS(&b, "\"\"", "nothing");
	word_phrase(&b, SPAN("=?utf-8?Q?x?="), "utf-8");
	WANTS(&b, "\"=?utf-8?Q?x?=\"", "looks encoded");
	word_phrase(&b, SPAN("J\xc3\xb6\r\nBcc: x"), "utf-8");
	WANTS(&b, "=?utf-8?B?SsO2DQpCY2M6IHg=?=", "injection");
	word_comment(&b, SPAN("Joe (x) \\\n"), "utf-8");
	WANTS(&b, "Joe \\(x\\) \\\\?", "comment");
}
END_TEST

START_TEST(decoding)
{
	static const char *const rows[][2] = {
		{ "a =?utf-8?Q?b=C3=A4_c?= d", "a b\xc3\xa4 c d" },
		{ "=?UTF-8?b?w6Q=?=", "\xc3\xa4" },
		{ "=?iso-8859-1?q?=E4?=", "\xc3\xa4" },
		{ "=?iso-8859-1*de?q?=E4?=", "\xc3\xa4" },
		{ "=?utf-8?Q?a?= \n =?utf-8?Q?b?=", "ab" },
		{ "=?utf-8?Q?a?= x =?utf-8?Q?b?=", "a x b" },
		{ "=?utf-8?Q?a?= =?koi8-r?Q?b?=", "a =?koi8-r?Q?b?=" },
		{ "=?utf-8?Q?=E4?=", "=?utf-8?Q?=E4?=" },
		{ "=?utf-8?X?a?=", "=?utf-8?X?a?=" },
		{ "=?utf-8?Q?a b?=", "=?utf-8?Q?a b?=" },
		{ "=?utf-8?Q?a?", "=?utf-8?Q?a?" },
		{ "=?", "=?" }, { "a=b", "a=b" }, { "", "" },
	};
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		word_decode(&b, span_str(rows[i][0]));
		wants_text(&b, rows[i][1], strlen(rows[i][1]), rows[i][0]);
	}
}
END_TEST

SUITE("msg/word", encoding, names, decoding)
