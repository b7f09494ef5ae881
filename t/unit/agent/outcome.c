/* SPDX-License-Identifier: ISC */
#include <check.h>

#include "agent/outcome.h"

static const struct {
	int64_t		usec;
	int		digits;
	const char     *want;
} cases[] = {
	{ 0, 2, "0" },			{ 4999, 2, "0" },
	{ 5000, 2, "0.01" },		{ 43000, 2, "0.04" },
	{ 437000, 2, "0.44" },		{ 400000, 2, "0.4" },
	{ 999999, 2, "1" },		{ 1234567, 2, "1.2" },
	{ 1000000, 2, "1" },		{ 9960000, 2, "10" },
	{ 12499999, 2, "12" },		{ 3600000000, 2, "3600" },
	{ -5000000, 2, "0" },		{ 437, 6, "0.00044" },
	{ 1, 6, "0.000001" },		{ 437000, 0, "0" },
	{ 1600000, 0, "2" },
};

START_TEST(delay)
{
	struct buf b = BUF_INIT;

	outcome_add_delay(&b, cases[_i].usec, cases[_i].digits);
	ck_assert_str_eq(b.s, cases[_i].want);
	buf_clear(&b);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("agent/outcome");
	TCase *c = tcase_create("all");
	SRunner *r = srunner_create(s);

	tcase_add_loop_test(c, delay, 0, sizeof(cases) / sizeof(cases[0]));
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
