/* SPDX-License-Identifier: ISC */
#include <check.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "conf/known.h"

static char dir[] = "/tmp/paramXXXXXX";

static void
load(const char *text)
{
	struct why w = WHY_INIT;
	char *path = mem_fmt("%s/main.cf", dir);
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
	ck_assert_msg(param_load(dir, &w) == OUT_OK, "%s", w.text.s);
	unlink(path);
	free(path);
}

static void
tell(const char *text)
{
	fprintf(stderr, "# %s\n", text);
	_exit(78);
}

START_TEST(defaults)
{
	load("myhostname = Mail.example.org\n");
	ck_assert_str_eq(param_str(P_mydomain), "example.org");
	ck_assert_str_eq(param_str(P_myorigin), "Mail.example.org");
	ck_assert_str_eq(param_str(P_mynetworks_style), "host");
	ck_assert_str_eq(param_str(P_relay_domains), "");
	ck_assert(!param_bool(P_append_dot_mydomain));
	ck_assert_int_eq(param_time(P_maximal_queue_lifetime), 432000);
	ck_assert_int_eq(param_time(P_smtpd_timeout), 300);
	ck_assert_int_eq(param_int(P_message_size_limit), 10240000);
	ck_assert_str_eq(param_str(P_config_directory), dir);
	ck_assert(!param_is_set(P_config_directory));
	ck_assert(param_is_set(P_myhostname));
}
END_TEST

START_TEST(settings)
{
	load("bounce_queue_lifetime = 3\nmine = <$also>\nalso = x\n"
	    "compatibility_level = 0\nsmtp_destination_concurrency_limit = 7\n"
	    "mailbox_command = procmail $USER\nalso = y\n");
	ck_assert_int_eq(param_time(P_bounce_queue_lifetime), 3 * 86400);
	ck_assert_str_eq(param_value(SPAN("mine")), "<y>");
	ck_assert_ptr_null(param_value(SPAN("nobody")));
	ck_assert(param_bool(P_append_dot_mydomain));
	ck_assert_int_eq(param_of_int("smtp",
	    "_destination_concurrency_limit"), 7);
	ck_assert_int_eq(param_of_int("other",
	    "_destination_concurrency_limit"), 20);
	ck_assert_int_eq(param_of_time("maildrop", "_time_limit"), 1000);
	ck_assert_str_eq(param_str(P_mailbox_command), "procmail $USER");
}
END_TEST

START_TEST(overrides)
{
	load("smtpd_timeout = 5\n");
	ck_assert_int_eq(param_time(P_smtpd_timeout), 5);
	param_override(SPAN("stress"), SPAN("yes"));
	param_override(SPAN("mine"), SPAN("1"));
	param_override(SPAN("mine"), SPAN("2"));
	load("mine = 3\n");
	ck_assert_int_eq(param_time(P_smtpd_timeout), 10);
	ck_assert_str_eq(param_value(SPAN("mine")), "2");
	param_override(SPAN("smtpd_timeout"), SPAN("1h"));
	ck_assert_int_eq(param_time(P_smtpd_timeout), 3600);
}
END_TEST

static void
fifteen(struct buf *out)
{
	buf_adds(out, "15");
}

START_TEST(computed)
{
	load("");
	param_on_default(P_mynetworks, fifteen);
	ck_assert_str_eq(param_str(P_mynetworks), "15");
	load("mynetworks = 16\n");
	ck_assert_str_eq(param_str(P_mynetworks), "16");
	ck_assert(strchr(param_str(P_myhostname), '.') != NULL);
	ck_assert_ptr_null(param_value(SPAN("fallback_relay")));
}
END_TEST

/* Defaults that lead back to themselves end, somehow. */
START_TEST(circles)
{
	load("mydomain = $myhostname\n");
	param_str(P_myhostname);
	param_str(P_mydomain);
	load("mynetworks_style = $mynetworks\n");
	param_str(P_mynetworks);
	load("mydomain = x.$mydestination\nmydestination = $myhostname\n");
	param_str(P_myorigin);
}
END_TEST

START_TEST(bad_values)
{
	static const char *const text[] = {
		"smtpd_helo_required = maybe\n", "smtpd_timeout = 0\n",
		"smtpd_timeout = soon\n", "default_process_limit = many\n",
		"default_process_limit = 0\n", "myorigin =\n",
		"myorigin = ${x\n",
	};

	param_on_bad(tell);
	load(text[_i]);
	param_bool(P_smtpd_helo_required);
	param_time(P_smtpd_timeout);
	param_int(P_default_process_limit);
	param_str(P_myorigin);
}
END_TEST

START_TEST(table)
{
	enum param p;

	for (int i = 0; i < PARAM_COUNT; i++) {
		ck_assert(known_find(span_str(known(i)->name), &p));
		ck_assert_int_eq((int)p, i);
	}
	ck_assert(!known_find(SPAN("nobody"), &p));
	ck_assert(!known_find(SPAN(""), &p));
	ck_assert_ptr_nonnull(known_removed(SPAN("smtp_tls_cipherlist")));
	ck_assert_ptr_null(known_removed(SPAN("smtp_tls_ciphers")));
	ck_assert_ptr_nonnull(known_reason(P_max_idle));
	ck_assert_ptr_null(known_reason(P_myhostname));
	ck_assert_ptr_nonnull(known_suffix(SPAN("x_time_limit")));
	ck_assert_ptr_null(known_suffix(SPAN("_time_limit")));
}
END_TEST

/* Whatever may be asked for has a default of its type. */
START_TEST(types)
{
	load("");
	for (int i = 0; i < PARAM_COUNT; i++) {
		enum param p = (enum param)i;

		switch (known(p)->type) {
		case KNOWN_bool:	param_bool(p); break;
		case KNOWN_int:		param_int(p); break;
		case KNOWN_time:	param_time(p); break;
		default:		param_str(p); break;
		}
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("conf/param");
	TCase *c = tcase_create("all");
	SRunner *r = srunner_create(s);

	if (mkdtemp(dir) == NULL)
		return 99;
	tcase_add_test(c, defaults);
	tcase_add_test(c, settings);
	tcase_add_test(c, overrides);
	tcase_add_test(c, computed);
	tcase_add_test(c, circles);
	tcase_add_loop_exit_test(c, bad_values, 78, 0, 7);
	tcase_add_test(c, table);
	tcase_add_test(c, types);
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	rmdir(dir);
	return failed > 0;
}
