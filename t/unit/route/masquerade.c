/* SPDX-License-Identifier: ISC */
#include "route.h"
#include "route/masquerade.h"

static void
check(const char *domains, const char *exceptions, const char *in,
    enum out out, const char *wanted)
{
	struct masquerade m = { .domains = span_str(domains), .uses = 1,
	    .exceptions = matchlist_open(span_str(exceptions), MATCH_NAMES) };
	struct explain e = EXPLAIN_INIT;
	struct buf b = BUF_INIT;
	struct why w = WHY_INIT;

	buf_adds(&b, in);
	ck_assert_int_eq(masquerade_apply(&m, 2, &b, &e, &w), OUT_OK);
	ck_assert_str_eq(b.s, in);
	ck_assert_int_eq(masquerade_apply(&m, 1, &b, &e, &w), out);
	ck_assert_str_eq(b.s, wanted);
	ck_assert_uint_eq(e.n, strcmp(in, wanted) != 0);
	explain_clear(&e);
	buf_clear(&b);
	why_clear(&w);
	matchlist_close(m.exceptions);
}

START_TEST(domains)
{
	const char *d = "foo.example.com, !.x, !bar.example.com example.com";

	check(d, "", "u@a.foo.example.com", OUT_OK, "u@foo.example.com");
	check(d, "", "u@A.FOO.example.COM", OUT_OK, "u@foo.example.com");
	check(d, "", "u@foo.example.com", OUT_OK, "u@foo.example.com");
	check(d, "", "u@a.bar.example.com", OUT_OK, "u@a.bar.example.com");
	check(d, "", "u@bar.example.com", OUT_OK, "u@bar.example.com");
	check(d, "", "u@b.example.com", OUT_OK, "u@example.com");
	check(d, "", "u@bexample.com", OUT_OK, "u@bexample.com");
	check(d, "", "a b@x@b.example.com", OUT_OK, "a b@x@example.com");
	check(d, "", "u@com", OUT_OK, "u@com");
	check(d, "", "u", OUT_OK, "u");
	check(d, "", "", OUT_OK, "");
	check("!!example.com", "", "u@b.example.com", OUT_OK, "u@example.com");
	check("!,!!", "", "u@b.example.com", OUT_OK, "u@b.example.com");
	check("com example.com", "", "u@b.example.com", OUT_OK, "u@com");
	check("", "", "u@b.example.com", OUT_OK, "u@b.example.com");
}
END_TEST

START_TEST(exceptions)
{
	const char *x = "root, inline:{mailer-daemon=1, {\"a b\" = 1}}";

	check("example.com", x, "ROOT@b.example.com", OUT_OK,
	    "ROOT@b.example.com");
	check("example.com", x, "mailer-daemon@b.example.com", OUT_OK,
	    "mailer-daemon@b.example.com");
	check("example.com", x, "a b@b.example.com", OUT_OK,
	    "a b@b.example.com");
	check("example.com", x, "joe@b.example.com", OUT_OK, "joe@example.com");
	check("example.com", "fail:no", "joe@b.example.com", OUT_TEMP,
	    "joe@b.example.com");
	check("example.com", "fail:no", "joe@example.com", OUT_OK,
	    "joe@example.com");
}
END_TEST

UNIT("route/masquerade", domains, exceptions)
