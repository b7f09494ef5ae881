/* SPDX-License-Identifier: ISC */
#include <check.h>
#include <stdlib.h>

#include "conf/param.h"
#include "conf/template.h"

static void
count(void *ctx, int line, const char *what)
{
	int *n = ctx;

	*n = *n * 100 + line;
}

/* notes: the lines of the notes, as digits of base 100. */
static void
parses(const char *text, int notes, enum template_kind kind, const char *subject,
    const char *body)
{
	struct template t[TEMPLATES];
	int got = 0;

	template_init(t);
	template_parse(t, span_str(text), count, &got);
	ck_assert_int_eq(got, notes);
	if (subject != NULL)
		ck_assert_msg(span_is(t[kind].subject, subject), "%.*s",
		    SPAN_FMT(t[kind].subject));
	if (body != NULL)
		ck_assert_msg(span_is(t[kind].body, body), "%.*s",
		    SPAN_FMT(t[kind].body));
}

START_TEST(files)
{
	parses("", 0, TEMPLATE_DELAY, "Delayed Mail (still being retried)", NULL);
	parses("# c\n\ndelay_template = <<E\nSubject: s\n\na\n\nb\nE\n", 0,
	    TEMPLATE_DELAY, "s", "a\n\nb\n");
	parses("delay_template=<<E\n\na\nE\nfailure_template=<<E\nSubject: f\n\n"
	    "b\nE\n", 0, TEMPLATE_FAILURE, "f", "b\n");
	parses("verify_template = <<E\n\na\n", 3, TEMPLATE_VERIFY, NULL, "a\n");
}
END_TEST

START_TEST(wrong)
{
	parses("what\n", 1, TEMPLATE_DELAY, NULL, NULL);
	parses("some_template = <<E\nE\n", 1, TEMPLATE_DELAY, NULL, NULL);
	parses("\ndelay_template = <<E\nSubject: s\nColour: c\n\nx\nE\n", 4,
	    TEMPLATE_DELAY, "Delayed Mail (still being retried)", NULL);
	parses("delay_template = <<E\nSubject: s\n\nE\n", 3, TEMPLATE_DELAY,
	    "Delayed Mail (still being retried)", NULL);
}
END_TEST

START_TEST(expansion)
{
	struct template t = { .body = SPAN("$maximal_queue_lifetime_days "
	    "$delay_warning_time_hours ${mine?{x}:{y}}$$ $mine") };
	struct buf out = BUF_INIT;

	param_override(SPAN("maximal_queue_lifetime"), SPAN("49h"));
	param_override(SPAN("delay_warning_time"), SPAN("4"));
	param_override(SPAN("mine"), SPAN("m"));
	ck_assert_int_eq(template_expand(&out, &t, NULL), OUT_OK);
	ck_assert_str_eq(out.s, "2 4 x$ m");
	buf_clear(&out);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("conf/template");
	TCase *c = tcase_create("all");
	SRunner *r = srunner_create(s);

	tcase_add_test(c, files);
	tcase_add_test(c, wrong);
	tcase_add_test(c, expansion);
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
