/* SPDX-License-Identifier: ISC */
#include "../../../cmd/smtpd/login.h"

#include "../suite.h"

static void
wants_log(const struct login *l, const char *sender, const char *wanted)
{
	struct buf b = BUF_INIT;

	login_describe(&b, l, span_str(sender));
	wants_text(&b, wanted, strlen(wanted), wanted);
}

START_TEST(tells_who_is_in)
{
	struct login l = LOGIN_INIT;

	ck_assert(!login_is_in(&l) && !login_is_known(&l));
	wants_log(&l, "", "");
	login_set(&l, SPAN("PLAIN"), SPAN("joe"));
	ck_assert(login_is_in(&l) && login_is_known(&l));
	wants_log(&l, "", ", sasl_method=PLAIN, sasl_username=joe");
	wants_log(&l, "a+2Bb@c", ", sasl_method=PLAIN, sasl_username=joe, "
	    "sasl_sender=a+2Bb@c");
	login_forget(&l);
	ck_assert(!login_is_in(&l));
	wants_log(&l, "x", ", sasl_sender=x");
	login_clear(&l);
}
END_TEST

START_TEST(trusts_no_anonymous)
{
	struct login l = LOGIN_INIT;

	login_set(&l, SPAN("Anonymous"), SPAN("joe"));
	ck_assert(login_is_in(&l) && !login_is_known(&l));
	login_clear(&l);
}
END_TEST

START_TEST(keeps_control_bytes_out)
{
	struct login l = LOGIN_INIT;

	login_set(&l, SPAN("LO\nGIN"), SPAN("j\0o\r\ne\303\244\177"));
	ck_assert_str_eq(l.method.s, "LO?GIN");
	ck_assert_str_eq(l.username.s, "j?o??e\303\244?");
	login_clear(&l);
}
END_TEST

SUITE("smtpd/login", tells_who_is_in, trusts_no_anonymous,
    keeps_control_bytes_out)
