/* SPDX-License-Identifier: ISC */
#include "queue/id.h"

#include "../suite.h"

static const struct stamp when = { 1795423080, 123456 };

START_TEST(looks_like_a_long_queue_id)
{
	struct id id = id_make(when);

	ck_assert_uint_eq(strlen(id.s), ID_LEN);
	ck_assert_int_eq(id.s[10], 'z');
	for (int i = 0; i < ID_LEN; i++)
		ck_assert_ptr_null(strchr("aeiouAEIOU", id.s[i]));
}
END_TEST

START_TEST(tells_its_time)
{
	struct id id = id_make(when), again;

	ck_assert(id_read(span_str(id.s), &again));
	ck_assert_int_eq(id_stamp(&again).sec, when.sec);
	ck_assert_int_eq(id_stamp(&again).usec, when.usec);
}
END_TEST

START_TEST(sorts_by_arrival)
{
	static const struct stamp later[] = {
		{ 1795423080, 123457 }, { 1795423080, 999999 },
		{ 1795423081, 0 }, { 1795999999, 5 }, { 4102444800, 0 },
	};
	struct id last = id_make(when);

	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
		struct id id = id_make(later[i]);

		ck_assert_int_lt(strcmp(last.s, id.s), 0);
		last = id;
	}
}
END_TEST

START_TEST(differs_within_a_microsecond)
{
	struct id a = id_make(when), b = id_make(when);

	ck_assert_str_ne(a.s, b.s);
}
END_TEST

START_TEST(refuses_what_is_no_id)
{
	static const char *const bad[] = {
		"", "4", "ABCDEF1234", "../../etc/passwd!",
		"0123456789x012345", "0123456789z01234", "0123456789z0123456",
		"0123456789z01234a", "0123456789z01234z", "0123456789Z012345",
		"012345zzzzz012345", "0123456789z01/345",
	};
	struct id id;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!id_read(span_str(bad[i]), &id), "%s", bad[i]);
}
END_TEST

SUITE("queue/id", looks_like_a_long_queue_id, tells_its_time,
    sorts_by_arrival, differs_within_a_microsecond, refuses_what_is_no_id)
