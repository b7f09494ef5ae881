/* SPDX-License-Identifier: ISC */
#include <check.h>
#include <stdlib.h>

#include "conf/maincf.h"

/* wanted: "line name=value|..." */
static void
reads(struct span text, const char *wanted, size_t notes)
{
	struct maincf m = MAINCF_INIT;
	struct why w = WHY_INIT;
	struct buf got = BUF_INIT;

	ck_assert_msg(maincf_parse(&m, text, "main.cf", &w) == OUT_OK, "%s",
	    w.text.s);
	for (size_t i = 0; i < m.n; i++)
		buf_addf(&got, "%d %.*s=%.*s|", m.entries[i].line,
		    SPAN_FMT(m.entries[i].name), SPAN_FMT(m.entries[i].value));
	ck_assert_str_eq(got.s, wanted);
	ck_assert_uint_eq(m.nnotes, notes);
	buf_clear(&got);
	maincf_clear(&m);
}

static void
refuses(struct span text, const char *wanted)
{
	struct maincf m = MAINCF_INIT;
	struct why w = WHY_INIT;

	ck_assert_int_eq(maincf_parse(&m, text, "main.cf", &w), OUT_PERM);
	ck_assert_msg(strstr(w.text.s, wanted) != NULL, "%s", w.text.s);
	maincf_clear(&m);
	why_clear(&w);
}

START_TEST(lines)
{
	reads(SPAN(""), "", 0);
	reads(SPAN("a=b"), "1 a=b|", 0);
	reads(SPAN("a = b\nc=\n"), "1 a=b|2 c=|", 0);
	reads(SPAN("# x\n\n  # y\na = b = c\n"), "4 a=b = c|", 0);
	reads(SPAN("a = b\r\nc = d\r\n"), "1 a=b|2 c=d|", 0);
	reads(SPAN("a = b\na = c\n"), "1 a=b|2 a=c|", 0);
	reads(SPAN("a-b/c=d"), "1 a-b/c=d|", 0);
}
END_TEST

START_TEST(continuation)
{
	reads(SPAN("a = b\n  c\n\td\ne = f"), "1 a=b  c\td|4 e=f|", 0);
	reads(SPAN("a = b\n# x\n\n   # y\n c\n"), "1 a=b c|", 0);
	reads(SPAN("a =\n b\n"), "1 a=b|", 0);
	reads(SPAN("a\n = b\n"), "1 a=b|", 0);
	reads(SPAN("a = b\n\n# only\n"), "1 a=b|", 0);
	reads(SPAN("a = b\n   \nc = d\n"), "1 a=b|3 c=d|", 0);
}
END_TEST

START_TEST(doubtful)
{
	reads(SPAN(" a = b\nc = d\n"), "2 c=d|", 1);
	reads(SPAN("c = d # not a comment\n"), "1 c=d # not a comment|", 1);
	reads(SPAN("c = d#e\n"), "1 c=d#e|", 0);
}
END_TEST

START_TEST(wrong)
{
	refuses(SPAN("a = b\nc d\n"), "main.cf, line 2: missing '='");
	refuses(SPAN("#\n = b\nx\n"), "line 3: missing '='");
	refuses(SPAN("= b\n"), "line 1: missing attribute name");
	refuses(SPAN("a = \0b\n"), "null byte");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("conf/maincf");
	TCase *c = tcase_create("all");
	SRunner *r = srunner_create(s);

	tcase_add_test(c, lines);
	tcase_add_test(c, continuation);
	tcase_add_test(c, doubtful);
	tcase_add_test(c, wrong);
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
