/* SPDX-License-Identifier: ISC */
#include <check.h>
#include <stdlib.h>

#include "base/buf.h"
#include "conf/value.h"

START_TEST(booleans)
{
	bool b = false;

	ck_assert(value_bool(SPAN("yes"), &b) && b);
	ck_assert(value_bool(SPAN("No"), &b) && !b);
	ck_assert(!value_bool(SPAN(""), &b));
	ck_assert(!value_bool(SPAN("true"), &b));
	ck_assert(!value_bool(SPAN("yes please"), &b));
}
END_TEST

START_TEST(times)
{
	static const struct {
		const char *text;
		char	    unit;
		int64_t	    wanted;		/* -1: no time */
	} c[] = {
		{ "5d", 's', 432000 }, { "5", 'd', 432000 }, { "0", 'h', 0 },
		{ "10m", 's', 600 }, { "2W", 's', 1209600 }, { "1h", 's', 3600 },
		{ "", 's', -1 }, { "d", 's', -1 }, { "5x", 's', -1 },
		{ "5 d", 's', -1 }, { "1h30m", 's', -1 }, { "1.5h", 's', -1 },
		{ "99999999999999999d", 's', -1 },
	};

	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		int64_t got = -1;
		bool ok = value_time(span_str(c[i].text), c[i].unit, &got);

		ck_assert_msg(ok == (c[i].wanted >= 0), "%s", c[i].text);
		ck_assert_int_eq(got, c[i].wanted);
	}
	ck_assert_int_eq(value_unit(SPAN("5d")), 'd');
	ck_assert_int_eq(value_unit(SPAN("5")), 's');
	ck_assert_int_eq(value_unit(SPAN("")), 's');
}
END_TEST

START_TEST(bounds)
{
	int64_t min, max;

	value_bounds("1..", &min, &max);
	ck_assert(min == 1 && max == INT64_MAX);
	value_bounds("200..499", &min, &max);
	ck_assert(min == 200 && max == 499);
	value_bounds("", &min, &max);
	ck_assert(min == INT64_MIN && max == INT64_MAX);
	value_bounds("non-empty", &min, &max);
	ck_assert(min == INT64_MIN && max == INT64_MAX);
}
END_TEST

START_TEST(lists)
{
	struct span list = SPAN(" a,b  ,{ c d }, inline:{{e f}=g},\n!h }i");
	struct span item;
	struct buf got = BUF_INIT;

	while (value_item(&list, &item))
		buf_addf(&got, "%.*s|", SPAN_FMT(value_unbrace(item)));
	ck_assert_str_eq(got.s, "a|b|c d|inline:{{e f}=g}|!h|}i|");
	buf_clear(&got);
	list = SPAN("{unclosed a");
	ck_assert(value_item(&list, &item));
	ck_assert(span_is(item, "{unclosed a"));
	ck_assert(!value_item(&list, &item));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("conf/value");
	TCase *c = tcase_create("all");
	SRunner *r = srunner_create(s);

	tcase_add_test(c, booleans);
	tcase_add_test(c, times);
	tcase_add_test(c, bounds);
	tcase_add_test(c, lists);
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
