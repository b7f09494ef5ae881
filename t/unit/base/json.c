/* SPDX-License-Identifier: ISC */
#include "base/json.h"

#include "../suite.h"

START_TEST(strings_are_escaped)
{
	struct buf b = BUF_INIT;

	json_string(&b, SPAN("a\"b\\c\n\t\001\177/"));
	ck_assert_str_eq(b.s, "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f/\"");
	buf_reset(&b);
	json_string(&b, SPAN("\303\251\377x\303"));
	ck_assert_str_eq(b.s, "\"\303\251?x?\"");
	buf_reset(&b);
	json_string(&b, SPAN("a\0b"));
	ck_assert_str_eq(b.s, "\"a\\u0000b\"");
	buf_clear(&b);
}
END_TEST

START_TEST(members_have_commas_between)
{
	struct buf b = BUF_INIT;

	buf_addc(&b, '{');
	json_member(&b, "a", SPAN("x"));
	json_number(&b, "n", -5);
	json_bool(&b, "t", true);
	buf_addc(&b, '}');
	ck_assert_str_eq(b.s, "{\"a\": \"x\", \"n\": -5, \"t\": true}");
	buf_clear(&b);
}
END_TEST

SUITE("base/json", strings_are_escaped, members_have_commas_between)
