/* SPDX-License-Identifier: ISC
 *
 * t/unit/unit - the main function of a unit test
 *
 * Source:  Check; TAP for prove.
 * Owns:    nothing.
 * Errors:  the exit status says whether a test failed.
 * Effects: runs the tests, each in a process of its own; prints TAP.
 *
 * UNIT("queue/id", first_test, second_test) stands at the end of a test file.
 */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>

static inline int
unit_run(const char *name, const TTest *const *tests, size_t n)
{
	Suite *s = suite_create(name);
	TCase *c = tcase_create(name);
	SRunner *r = srunner_create(s);

	for (size_t i = 0; i < n; i++)
		tcase_add_test(c, tests[i]);
	tcase_set_timeout(c, 60);
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}

#define UNIT(name, ...)							\
int									\
main(void)								\
{									\
	const TTest *const tests[] = { __VA_ARGS__ };			\
									\
	return unit_run(name, tests, sizeof(tests) / sizeof(tests[0]));	\
}

#endif
