/* SPDX-License-Identifier: ISC */
#include "base/span.h"

#include <stdlib.h>

#include "../suite.h"

START_TEST(parts)
{
	struct span s = SPAN("abcdef");

	ck_assert(span_is(span_from(s, 2), "cdef"));
	ck_assert(span_is(span_from(s, 99), ""));
	ck_assert(span_is(span_head(s, 2), "ab"));
	ck_assert(span_is(span_head(s, 99), "abcdef"));
	ck_assert(span_is(span_trim(SPAN(" \t a b\r\n")), "a b"));
	ck_assert(span_is(span_trim(SPAN(" \n")), ""));
	ck_assert(span_is(span_str(NULL), ""));
}
END_TEST

START_TEST(comparisons)
{
	ck_assert(span_eq(SPAN("a\0b"), SPAN("a\0b")));
	ck_assert(!span_eq(SPAN("a\0b"), SPAN("a\0c")));
	ck_assert(span_caseeq(SPAN("AbC"), SPAN("aBc")));
	ck_assert(!span_caseeq(SPAN("\311"), SPAN("\351")));
	ck_assert(!span_caseeq(SPAN("@"), SPAN("`")));
	ck_assert(span_starts(SPAN("abc"), SPAN("ab")));
	ck_assert(!span_starts(SPAN("a"), SPAN("ab")));
	ck_assert(span_casestarts(SPAN("ABC"), SPAN("ab")));
	ck_assert(span_ends(SPAN("abc"), SPAN("bc")));
	ck_assert(!span_ends(SPAN("c"), SPAN("bc")));
	ck_assert_int_lt(span_cmp(SPAN("a"), SPAN("ab")), 0);
	ck_assert_int_gt(span_cmp(SPAN("b"), SPAN("ab")), 0);
	ck_assert_int_eq(span_cmp(SPAN(""), SPAN("")), 0);
}
END_TEST

START_TEST(finds)
{
	ck_assert_uint_eq(span_find(SPAN("a@b@c"), '@'), 1);
	ck_assert_uint_eq(span_rfind(SPAN("a@b@c"), '@'), 3);
	ck_assert_uint_eq(span_find(SPAN("abc"), '@'), SPAN_NONE);
	ck_assert_uint_eq(span_rfind(SPAN(""), '@'), SPAN_NONE);
}
END_TEST

START_TEST(splits_like_a_list)
{
	struct span s = SPAN("a,,b,"), part;
	char got[32] = "";

	for (int i = 0; span_split(&s, ',', &part); i++) {
		ck_assert_int_lt(i, 4);
		memcpy(got + strlen(got), part.p, part.len);
		memcpy(got + strlen(got), "|", 2);
	}
	ck_assert_str_eq(got, "a||b||");
	s = SPAN("");
	ck_assert(span_split(&s, ',', &part));
	ck_assert_uint_eq(part.len, 0);
	ck_assert(!span_split(&s, ',', &part));
}
END_TEST

START_TEST(words)
{
	struct span s = SPAN("  one\ttwo  "), word;

	ck_assert(span_word(&s, " \t", &word));
	ck_assert(span_is(word, "one"));
	ck_assert(span_word(&s, " \t", &word));
	ck_assert(span_is(word, "two"));
	ck_assert(!span_word(&s, " \t", &word));
}
END_TEST

START_TEST(bytes)
{
	struct span s = SPAN("\377a");

	ck_assert_int_eq(span_byte(&s), 255);
	ck_assert_int_eq(span_byte(&s), 'a');
	ck_assert_int_eq(span_byte(&s), -1);
	char *copy = span_dup(SPAN("x\0y"));
	ck_assert_int_eq(copy[2], 'y');
	ck_assert_int_eq(copy[3], '\0');
	free(copy);
}
END_TEST

SUITE("base/span", parts, comparisons, finds, splits_like_a_list, words, bytes)
