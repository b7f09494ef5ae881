/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "wire/smtpcmd.h"

START_TEST(splitting)
{
	struct smtpcmd c;
	struct span args, arg;

	ck_assert(smtpcmd_split(SPAN(" mail  FROM:<a> \t"), &c));
	ck_assert(span_is(c.verb, "mail") && span_is(c.args, "FROM:<a>"));
	ck_assert(smtpcmd_split(SPAN(""), &c) && c.verb.len == 0);
	ck_assert(!smtpcmd_split(SPAN("NOOP\0"), &c));
	ck_assert(!smtpcmd_split(SPAN("NOOP\rx"), &c));
	ck_assert(!smtpcmd_split(SPAN("NO\x7fOP"), &c));
	args = SPAN("a\t b");
	ck_assert(smtpcmd_arg(&args, &arg) && span_is(arg, "a"));
	ck_assert(smtpcmd_arg(&args, &arg) && span_is(arg, "b"));
	ck_assert(!smtpcmd_arg(&args, &arg));
}
END_TEST

static const struct {
	const char		*in;
	enum smtpcmd_bad	 lenient, strict;
	const char		*address;
} paths[] = {
	{ "<a@b.example>", SMTPCMD_OK, SMTPCMD_OK, "a@b.example" },
	{ "<>", SMTPCMD_OK, SMTPCMD_OK, "" },
	{ "<\"a b\"@c>", SMTPCMD_OK, SMTPCMD_OK, "a b@c" },
	{ "<\"a>\\\"@\\\\\"@c>", SMTPCMD_OK, SMTPCMD_OK, "a>\"@\\@c" },
	{ "<\"\"@c>", SMTPCMD_OK, SMTPCMD_OK, "@c" },
	{ "<@r,@s:a@b>", SMTPCMD_OK, SMTPCMD_OK, "a@b" },
	{ "<a@[1.2.3.4]>", SMTPCMD_OK, SMTPCMD_OK, "a@[1.2.3.4]" },
	{ "<a@[IPv6:::1]>", SMTPCMD_OK, SMTPCMD_OK, "a@[IPv6:::1]" },
	{ "<\xc3\xa4@\xc3\xb6.x>", SMTPCMD_OK, SMTPCMD_OK, "\xc3\xa4@\xc3\xb6.x" },
	{ "<u!v%w+x=y@b>", SMTPCMD_OK, SMTPCMD_OK, "u!v%w+x=y@b" },
	/* what only Postfix's leniency takes */
	{ "a@b", SMTPCMD_OK, SMTPCMD_SYNTAX, "a@b" },
	{ "< a@b >", SMTPCMD_OK, SMTPCMD_ADDRESS, "a@b" },
	{ "<postmaster>", SMTPCMD_OK, SMTPCMD_ADDRESS, "postmaster" },
	{ "<a..b.@c>", SMTPCMD_OK, SMTPCMD_ADDRESS, "a..b.@c" },
	{ "<a@b.>", SMTPCMD_OK, SMTPCMD_ADDRESS, "a@b" },
	/* what nobody may say */
	{ "", SMTPCMD_SYNTAX, SMTPCMD_SYNTAX, "" },
	{ "<a@b", SMTPCMD_SYNTAX, SMTPCMD_SYNTAX, "" },
	{ "<\"a@b>", SMTPCMD_SYNTAX, SMTPCMD_SYNTAX, "" },
	{ "<a@b>x", SMTPCMD_SYNTAX, SMTPCMD_SYNTAX, "" },
	{ "<a@b> <c@d>x", SMTPCMD_OK, SMTPCMD_OK, "a@b" },
	{ "<a b@c>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<a@b@c>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<\"a@b\">", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<a@>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<@>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<@b>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<a@\"b\">", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<a@-b>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<a@1.2.3.4>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<a@[1.2.3]>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<\"a\"b@c>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<\xff@c>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<@r:>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<\"a\x01\"@c>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<a,b@c>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
	{ "<(x)a@c>", SMTPCMD_ADDRESS, SMTPCMD_ADDRESS, "" },
};

START_TEST(path_table)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		for (int strict = 0; strict < 2; strict++) {
			struct span in = span_str(paths[i].in);
			enum smtpcmd_bad got = smtpcmd_path(&in, strict, &b);

			ck_assert_msg(got == (strict ? paths[i].strict :
			    paths[i].lenient), "%s: %d, strict %d",
			    paths[i].in, got, strict);
			ck_assert_str_eq(b.s, got == SMTPCMD_OK ?
			    paths[i].address : "");
		}
	}
	buf_clear(&b);
}
END_TEST

static enum smtpcmd_bad
path_of(size_t local, size_t domain, bool strict)
{
	struct buf in = BUF_INIT, b = BUF_INIT;

	buf_addc(&in, '<');
	for (size_t i = 0; i < local; i++)
		buf_addc(&in, 'x');
	buf_addc(&in, '@');
	for (size_t i = 0; i < domain; i++)
		buf_addc(&in, i % 2 ? '.' : 'x');
	buf_addc(&in, '>');
	struct span s = buf_span(&in);
	enum smtpcmd_bad got = smtpcmd_path(&s, strict, &b);
	buf_clear(&in);
	buf_clear(&b);
	return got;
}

START_TEST(path_lengths)
{
	ck_assert_int_eq(path_of(64, 189, true), SMTPCMD_OK);
	ck_assert_int_eq(path_of(65, 11, true), SMTPCMD_LONG);
	ck_assert_int_eq(path_of(64, 191, true), SMTPCMD_LONG);
	ck_assert_int_eq(path_of(500, 11, false), SMTPCMD_OK);
	ck_assert_int_eq(path_of(10, 257, false), SMTPCMD_ADDRESS);
	ck_assert_int_eq(path_of(744, 255, false), SMTPCMD_OK);
	ck_assert_int_eq(path_of(745, 255, false), SMTPCMD_LONG);
}
END_TEST

START_TEST(mail)
{
	struct smtpcmd_mail m = SMTPCMD_MAIL_INIT;

	ck_assert_int_eq(smtpcmd_mail(SPAN("from:<a@b> SIZE=10 BODY=8bitmime "
	    "SMTPUTF8 RET=HDRS ENVID=x+20y AUTH=j+2Bk@l REQUIRETLS"), true, &m),
	    SMTPCMD_OK);
	ck_assert_str_eq(m.address.s, "a@b");
	ck_assert(m.has_size && m.size == 10 && m.body == SMTPCMD_8BITMIME);
	ck_assert(m.smtputf8 && m.requiretls && m.ret == DSN_RET_HDRS);
	ck_assert_str_eq(m.envid.s, "x+20y");
	ck_assert(m.has_auth);
	ck_assert_str_eq(m.auth.s, "j+k@l");
	ck_assert_int_eq(smtpcmd_mail(SPAN("FROM: <> AUTH=<>"), false, &m),
	    SMTPCMD_OK);
	ck_assert(m.address.len == 0 && m.envid.len == 0 && !m.has_size);
	ck_assert(m.has_auth && m.auth.len == 0 && m.body == SMTPCMD_BODY_NONE);
	ck_assert_int_eq(smtpcmd_mail(SPAN("FROM: <>"), true, &m), SMTPCMD_SYNTAX);
	ck_assert_int_eq(smtpcmd_mail(SPAN("FROM:<> SIZE=99999999999999999999"),
	    true, &m), SMTPCMD_OK);
	ck_assert(m.size == INT64_MAX);
	smtpcmd_mail_clear(&m);
}
END_TEST

START_TEST(mail_bad)
{
	static const struct {
		const char		*in, *bad;
		enum smtpcmd_bad	 wanted;
	} rows[] = {
		{ "", "", SMTPCMD_SYNTAX },
		{ "TO:<a@b>", "TO:<a@b>", SMTPCMD_SYNTAX },
		{ "FROM:", "", SMTPCMD_SYNTAX },
		{ "FROM:<a@b>SIZE=1", "<a@b>SIZE=1", SMTPCMD_SYNTAX },
		{ "FROM:<a b@c> SIZE=1", "<a b@c>", SMTPCMD_ADDRESS },
		{ "FROM:<a@b> FOO=1", "FOO=1", SMTPCMD_OPTION },
		{ "FROM:<a@b> NOTIFY=NEVER", "NOTIFY=NEVER", SMTPCMD_OPTION },
		{ "FROM:<a@b> SIZE=", "SIZE=", SMTPCMD_VALUE },
		{ "FROM:<a@b> SIZE", "SIZE", SMTPCMD_VALUE },
		{ "FROM:<a@b> SIZE=-1", "SIZE=-1", SMTPCMD_VALUE },
		{ "FROM:<a@b> SIZE=000000000000000000001",
		    "SIZE=000000000000000000001", SMTPCMD_VALUE },
		{ "FROM:<a@b> SIZE=1 BODY=9BIT X", "BODY=9BIT", SMTPCMD_VALUE },
		{ "FROM:<a@b> RET=ALL", "RET=ALL", SMTPCMD_VALUE },
		{ "FROM:<a@b> RET=FULL RET=FULL", "RET=FULL", SMTPCMD_VALUE },
		{ "FROM:<a@b> ENVID=a=b", "ENVID=a=b", SMTPCMD_VALUE },
		{ "FROM:<a@b> AUTH=", "AUTH=", SMTPCMD_VALUE },
		{ "FROM:<a@b> AUTH=+0A", "AUTH=+0A", SMTPCMD_VALUE },
		{ "FROM:<a@b> SMTPUTF8=1", "SMTPUTF8=1", SMTPCMD_VALUE },
	};
	struct smtpcmd_mail m = SMTPCMD_MAIL_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum smtpcmd_bad got = smtpcmd_mail(span_str(rows[i].in), false, &m);

		ck_assert_msg(got == rows[i].wanted, "%s: %d", rows[i].in, got);
		ck_assert_msg(span_is(m.bad, rows[i].bad), "%s: %.*s", rows[i].in,
		    SPAN_FMT(m.bad));
	}
	smtpcmd_mail_clear(&m);
}
END_TEST

START_TEST(rcpt)
{
	struct smtpcmd_rcpt r = SMTPCMD_RCPT_INIT;

	ck_assert_int_eq(smtpcmd_rcpt(SPAN("TO:<a@b> NOTIFY=SUCCESS,DELAY "
	    "ORCPT=rfc822;x+2By@z"), true, &r), SMTPCMD_OK);
	ck_assert_uint_eq(r.notify, DSN_SUCCESS | DSN_DELAY);
	ck_assert_str_eq(r.orcpt.s, "rfc822;x+2By@z");
	ck_assert_int_eq(smtpcmd_rcpt(SPAN("to: a@b"), false, &r), SMTPCMD_OK);
	ck_assert(r.notify == 0 && r.orcpt.len == 0);
	ck_assert_int_eq(smtpcmd_rcpt(SPAN("TO:<>"), false, &r), SMTPCMD_ADDRESS);
	ck_assert(span_is(r.bad, "<>"));
	ck_assert_int_eq(smtpcmd_rcpt(SPAN("TO:<a> NOTIFY=NEVER,DELAY"), false,
	    &r), SMTPCMD_VALUE);
	ck_assert_int_eq(smtpcmd_rcpt(SPAN("TO:<a> ORCPT=a"), false, &r),
	    SMTPCMD_VALUE);
	ck_assert_int_eq(smtpcmd_rcpt(SPAN("TO:<a> SIZE=1"), false, &r),
	    SMTPCMD_OPTION);
	smtpcmd_rcpt_clear(&r);
}
END_TEST

START_TEST(helo)
{
	ck_assert(smtpcmd_helo_ok(SPAN("mx.example")));
	ck_assert(smtpcmd_helo_ok(SPAN("[IPv6:::1]")));
	ck_assert(!smtpcmd_helo_ok(SPAN("1.2.3.4")));
	ck_assert(!smtpcmd_helo_ok(SPAN("a b")));
	ck_assert(!smtpcmd_helo_ok(SPAN("")));
}
END_TEST

SUITE("wire/smtpcmd", splitting, path_table, path_lengths, mail, mail_bad, rcpt,
    helo)
