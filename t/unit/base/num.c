/* SPDX-License-Identifier: ISC */
#include "base/num.h"

#include "../suite.h"

START_TEST(whole_numbers)
{
	uint64_t u = 7;
	int64_t i = 7;

	ck_assert(num_uint(SPAN("18446744073709551615"), UINT64_MAX, &u));
	ck_assert_uint_eq(u, UINT64_MAX);
	ck_assert(num_int(SPAN("-42"), -100, 100, &i));
	ck_assert_int_eq(i, -42);
	ck_assert(num_int(SPAN("+42"), -100, 100, &i));
	ck_assert_int_eq(i, 42);
	ck_assert(num_hex(SPAN("FFfe"), 0xffff, &u));
	ck_assert_uint_eq(u, 0xfffe);
	ck_assert(num_octal(SPAN("0777"), 07777, &u));
	ck_assert_uint_eq(u, 0777);
}
END_TEST

START_TEST(refusals_leave_the_result)
{
	static const char *const bad[] = { "", " 1", "1 ", "1x", "0x1", "-",
	    "+", "--1", "1.0", "18446744073709551616",
	    "99999999999999999999999999", "101" };
	uint64_t u = 7;
	int64_t i = 7;

	for (size_t n = 0; n < sizeof(bad) / sizeof(bad[0]); n++) {
		ck_assert_msg(!num_uint(span_str(bad[n]), 100, &u), "%s", bad[n]);
		ck_assert_msg(!num_int(span_str(bad[n]), -100, 100, &i), "%s",
		    bad[n]);
	}
	ck_assert(!num_uint(SPAN("-1"), 100, &u));
	ck_assert(!num_int(SPAN("-101"), -100, 100, &i));
	ck_assert(!num_octal(SPAN("8"), 100, &u));
	ck_assert(!num_hex(SPAN("g"), 100, &u));
	ck_assert_uint_eq(u, 7);
	ck_assert_int_eq(i, 7);
}
END_TEST

SUITE("base/num", whole_numbers, refusals_leave_the_result)
