/* SPDX-License-Identifier: ISC */
#include "base/buf.h"

#include <stdlib.h>

#include "../suite.h"

START_TEST(empty_needs_no_call)
{
	struct buf b = BUF_INIT;

	ck_assert_str_eq(b.s, "");
	buf_cut(&b, 0);
	buf_reset(&b);
	buf_drop(&b, 5);
	buf_grew(&b, 0);
	buf_add(&b, NULL, 0);
	ck_assert_str_eq(b.s, "");
	buf_clear(&b);
}
END_TEST

START_TEST(always_terminated_and_keeps_nul)
{
	struct buf b = BUF_INIT;

	for (int i = 0; i < 1000; i++) {
		buf_addc(&b, (char)i);
		ck_assert_uint_eq(b.len, (size_t)i + 1);
		ck_assert_int_eq(b.s[b.len], '\0');
	}
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(b.s[i], (char)i);
	buf_clear(&b);
}
END_TEST

START_TEST(cuts_and_drops)
{
	struct buf b = BUF_INIT;

	buf_adds(&b, "0123456789");
	buf_drop(&b, 3);
	ck_assert_str_eq(b.s, "3456789");
	buf_cut(&b, 4);
	ck_assert_str_eq(b.s, "3456");
	buf_cut(&b, 100);
	ck_assert_str_eq(b.s, "3456");
	buf_drop(&b, 100);
	ck_assert_str_eq(b.s, "");
	buf_clear(&b);
}
END_TEST

START_TEST(formats)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s-%d", "x", 42);
	buf_addf(&b, "%0500d", 1);
	ck_assert_uint_eq(b.len, 504);
	ck_assert(span_starts(buf_span(&b), SPAN("x-42000")));
	buf_set(&b, SPAN("new"));
	ck_assert_str_eq(b.s, "new");
	buf_addlower(&b, SPAN(" ABC\303\211"));
	ck_assert_str_eq(b.s, "new abc\303\211");
	buf_clear(&b);
}
END_TEST

START_TEST(detach_gives_a_string_away)
{
	struct buf b = BUF_INIT;

	char *s = buf_detach(&b);
	ck_assert_str_eq(s, "");
	free(s);
	buf_adds(&b, "mine");
	s = buf_detach(&b);
	ck_assert_str_eq(s, "mine");
	ck_assert_uint_eq(b.len, 0);
	free(s);
}
END_TEST

SUITE("base/buf", empty_needs_no_call, always_terminated_and_keeps_nul,
    cuts_and_drops, formats, detach_gives_a_string_away)
