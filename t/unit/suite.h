/* SPDX-License-Identifier: ISC
 *
 * suite - what every unit test needs: a main, and a comparison that shows bytes
 */
#ifndef T_UNIT_SUITE_H
#define T_UNIT_SUITE_H

#include <check.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/buf.h"

/* Compares and clears got; control bytes are shown as \xNN. */
static inline void
wants_text(struct buf *got, const char *wanted, size_t wanted_len,
    const char *what)
{
	struct span both[2] = { buf_span(got), { wanted, wanted_len } };
	struct buf show[2] = { BUF_INIT, BUF_INIT };

	for (int k = 0; k < 2; k++)
		for (size_t i = 0; i < both[k].len; i++) {
			char c = both[k].p[i];

			if (ascii_print(c) && c != '\\')
				buf_addc(&show[k], c);
			else
				buf_addf(&show[k], "\\x%02x", c & 0xff);
		}
	ck_assert_msg(strcmp(show[0].s, show[1].s) == 0,
	    "%s\n  gives  %s\n  wanted %s", what, show[0].s, show[1].s);
	buf_clear(&show[0]);
	buf_clear(&show[1]);
	buf_clear(got);
}

#define WANTS(got, lit, what) wants_text(got, "" lit, sizeof(lit) - 1, what)

static inline int
suite_run(const char *name, const TTest *const *tests)
{
	Suite *s = suite_create(name);
	TCase *c = tcase_create(name);
	SRunner *r;
	int failed;

	for (; *tests != NULL; tests++)
		tcase_add_test(c, *tests);
	tcase_set_timeout(c, 60);	/* sanitizers are slow */
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

#define SUITE(name, ...) \
int \
main(void) \
{ \
	const TTest *const tests[] = { __VA_ARGS__, NULL }; \
 \
	return suite_run(name, tests); \
}

#endif
