/* SPDX-License-Identifier: ISC */
#include "wire/milter.h"

#include "../unit.h"

START_TEST(packets)
{
	struct buf b = BUF_INIT;
	struct span in, data, s;
	char letter;
	uint32_t n;

	size_t begun = milter_begin(&b, MILTER_HEADER);
	milter_add_u32(&b, 0x01020304);
	milter_add_str(&b, (struct span){ "a\0b", 3 });
	milter_end(&b, begun);
	ck_assert_uint_eq(b.len, 4 + 1 + 4 + 4);
	for (size_t i = 0; i < b.len; i++) {
		in = span_head(buf_span(&b), i);
		ck_assert_int_eq(milter_take(&in, &letter, &data), MILTER_MORE);
		ck_assert_uint_eq(in.len, i);
	}
	in = buf_span(&b);
	ck_assert_int_eq(milter_take(&in, &letter, &data), MILTER_OK);
	ck_assert(letter == 'L' && in.len == 0);
	ck_assert(milter_take_u32(&data, &n) && n == 0x01020304);
	ck_assert(milter_take_str(&data, &s) && span_is(s, "a?b"));
	ck_assert(!milter_take_str(&data, &s));
	in = SPAN("\0\0\0\0x");
	ck_assert_int_eq(milter_take(&in, &letter, &data), MILTER_BAD);
	in = SPAN("\0\x20\0\0x");
	ck_assert_int_eq(milter_take(&in, &letter, &data), MILTER_BAD);
	data = SPAN("\0\0\0");
	ck_assert(!milter_take_u32(&data, &n));
	data = SPAN("no end");
	ck_assert(milter_take_str(&data, &s) && span_is(s, "no end"));
	buf_clear(&b);
}
END_TEST

static const struct {
	const char	*data;
	int		 code;		/* 0: none */
	const char	*text;
} replies[] = {
	{ "550 5.7.1 go away", 550, "5.7.1 go away" },
	{ "450", 450, "" },
	{ "450-4.7.1 one\r\n450-4.7.1 two\r\n450 4.7.1 three\r\n", 450,
	    "4.7.1 one\n4.7.1 two\n4.7.1 three" },
	{ "550 a\tb", 550, "a?b" },
	{ "250 2.0.0 no", 0, "" },
	{ "55x", 0, "" },
	{ "5500", 0, "" },
	{ "", 0, "" },
};

START_TEST(reply_codes)
{
	for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++) {
		struct buf text = BUF_INIT;
		int code = 0;
		bool ok = milter_reply(span_str(replies[i].data), &code,
		    &text);

		ck_assert_msg(ok == (replies[i].code != 0), "%s",
		    replies[i].data);
		if (ok) {
			ck_assert_int_eq(code, replies[i].code);
			ck_assert_str_eq(text.s, replies[i].text);
		}
		buf_clear(&text);
	}
}
END_TEST

START_TEST(known_versions)
{
	ck_assert_uint_eq(milter_events(2), 0x7f);
	ck_assert(milter_events(4) & MILTER_NO_DATA);
	ck_assert(milter_events(6) & MILTER_LEADING_SPACE);
	ck_assert(!(milter_events(3) & MILTER_NO_DATA));
	ck_assert_uint_eq(milter_events(5), 0);
	ck_assert_uint_eq(milter_actions(2), 0x3f);
	ck_assert_uint_eq(milter_actions(7), 0);
}
END_TEST

UNIT("wire/milter", packets, reply_codes, known_versions)
