/* SPDX-License-Identifier: ISC */
#include <check.h>
#include <stdlib.h>

#include "conf/mastercf.h"
#include "conf/param.h"

static const char sample[] =
	"# service type ...\n"
	"smtp      inet  n       -       n       -       -       smtpd\n"
	"submission inet n - y - 5 smtpd\n"
	"  -o syslog_name=postfix/submission\n"
	"# a comment between\n"
	"  -v -o { smtpd_client_restrictions = permit_sasl_authenticated, reject }\n"
	"  -osmtpd_tls_security_level=encrypt\n"
	"maildrop  unix  -       n       n       -       -       pipe\n"
	"  flags=DRXhu user=vmail argv=/usr/bin/maildrop -d ${recipient}\n"
	"pickup    unix  n       -       n       60?     1       pickup\n"
	"x unix - - - - - prog {two words} {a{b}} -o y=z\n";

static void
parse(struct mastercf *m, const char *text)
{
	struct why w = WHY_INIT;

	ck_assert_msg(mastercf_parse(m, span_str(text), "master.cf", &w) ==
	    OUT_OK, "%s", w.text.s);
}

START_TEST(entries)
{
	struct mastercf m = MASTERCF_INIT;

	parse(&m, sample);
	ck_assert_uint_eq(m.n, 5);
	for (size_t i = 0; i < m.n; i++)
		ck_assert_int_eq(mastercf_check(&m.entries[i], "", NULL), OUT_OK);
	const struct mastercf_entry *e = mastercf_find(&m, SPAN("maildrop"),
	    SPAN("unix"));
	ck_assert_ptr_nonnull(e);
	ck_assert_int_eq(e->line, 8);
	ck_assert(span_is(e->command, "pipe"));
	ck_assert_uint_eq(e->nargs, 5);
	ck_assert(span_is(e->args[4], "${recipient}"));
	ck_assert_ptr_null(mastercf_find(&m, SPAN("maildrop"), SPAN("inet")));
	e = mastercf_find(&m, SPAN("x"), SPAN("unix"));
	ck_assert(span_is(e->args[0], "two words"));
	ck_assert(span_is(e->args[1], "a{b}"));
	e = mastercf_find(&m, SPAN("pickup"), SPAN("unix"));
	ck_assert(span_is(e->field[MASTERCF_WAKEUP], "60?"));
	ck_assert(span_is(e->field[MASTERCF_PROCESSES], "1"));
	mastercf_clear(&m);
}
END_TEST

START_TEST(options)
{
	struct mastercf m = MASTERCF_INIT;
	struct span name, value;
	size_t at = 0;

	parse(&m, sample);
	const struct mastercf_entry *e = mastercf_find(&m, SPAN("submission"),
	    SPAN("inet"));
	ck_assert(mastercf_option(e, &at, &name, &value));
	ck_assert(span_is(name, "syslog_name"));
	ck_assert(mastercf_option(e, &at, &name, &value));
	ck_assert(span_is(value, "permit_sasl_authenticated, reject"));
	ck_assert(mastercf_option(e, &at, &name, &value));
	ck_assert(!mastercf_option(e, &at, &name, &value));
	ck_assert_uint_eq(at, e->nargs);
	ck_assert_int_eq(mastercf_apply(e, "master.cf", NULL), OUT_OK);
	ck_assert_str_eq(param_str(P_smtpd_tls_security_level), "encrypt");
	ck_assert_str_eq(param_str(P_service_name), "submission");
	e = mastercf_find(&m, SPAN("x"), SPAN("unix"));
	at = 0;
	ck_assert(!mastercf_option(e, &at, &name, &value));
	ck_assert_uint_eq(at, 0);
	mastercf_clear(&m);
}
END_TEST

START_TEST(wrong)
{
	static const char *const text[] = {
		"a b c\n", "a unix - - - - -\n", "a tcp - - - - - x\n",
		"a unix - - - x - y\n", "a unix q - - - - y\n",
		"a unix - - - - - y -o x\n", "a unix - - - - - y -o\n",
	};
	struct mastercf m = MASTERCF_INIT;
	struct why w = WHY_INIT;

	enum out o = mastercf_parse(&m, span_str(text[_i]), "f", &w);
	ck_assert_int_eq(o, _i < 3 ? OUT_PERM : OUT_OK);
	if (o == OUT_OK)
		o = mastercf_check(&m.entries[0], "f", &w);
	ck_assert_int_eq(o, OUT_PERM);
	ck_assert(span_starts(buf_span(&w.text), SPAN("f, line 1: ")));
	mastercf_clear(&m);
	why_clear(&w);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("conf/mastercf");
	TCase *c = tcase_create("all");
	SRunner *r = srunner_create(s);

	tcase_add_test(c, entries);
	tcase_add_test(c, options);
	tcase_add_loop_test(c, wrong, 0, 7);
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
