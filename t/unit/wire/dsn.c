/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "wire/dsn.h"

START_TEST(codes)
{
	static const char *const good[] = { "2.0.0", "4.123.999", "5.1.1" };
	static const char *const no[] = { "", "2", "2.0", "2.0.", "3.0.0",
	    "2.0.0.0", "2.0.0 ", "2.00.0", "2.1000.0", "2..0", "x.0.0",
	    "2.0.01", "12.0.0", "2.0.0x" };

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(dsn_ok(span_str(good[i])), "%s", good[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		ck_assert_msg(!dsn_ok(span_str(no[i])), "%s", no[i]);
}
END_TEST

START_TEST(taking)
{
	struct span text = SPAN("5.123.456  no\tuser");
	char code[DSN_SIZE];

	ck_assert(dsn_take(&text, code));
	ck_assert_str_eq(code, "5.123.456");
	ck_assert(span_is(text, "no\tuser"));
	ck_assert(!dsn_take(&text, code));
	text = SPAN("5.1.1");
	ck_assert(dsn_take(&text, code) && text.len == 0);
	text = SPAN("5.1.1.2 x");
	ck_assert(!dsn_take(&text, code) && text.len == 9);
	dsn_of_reply(550, SPAN("5.1.1 x"), code);
	ck_assert_str_eq(code, "5.1.1");
	dsn_of_reply(550, SPAN("4.1.1 x"), code);
	ck_assert_str_eq(code, "5.0.0");
	dsn_of_reply(421, SPAN(""), code);
	ck_assert_str_eq(code, "4.0.0");
	dsn_of_reply(354, SPAN("go"), code);
	ck_assert_str_eq(code, "4.0.0");
	dsn_of_reply(250, SPAN("2.1.5 ok"), code);
	ck_assert_str_eq(code, "2.1.5");
}
END_TEST

START_TEST(notify)
{
	static const char *const no[] = { "", "never,delay", "success,", ",delay",
	    "x", "success delay", "NEVER,NEVER,SUCCESS" };
	struct buf b = BUF_INIT;
	unsigned n = 77;

	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		ck_assert_msg(!dsn_notify(span_str(no[i]), &n), "%s", no[i]);
	ck_assert_uint_eq(n, 77);
	ck_assert(dsn_notify(SPAN("delay,Success"), &n));
	ck_assert_uint_eq(n, DSN_DELAY | DSN_SUCCESS);
	dsn_notify_add(&b, n);
	WANTS(&b, "SUCCESS,DELAY", "notify");
	ck_assert(dsn_notify(SPAN("never"), &n));
	dsn_notify_add(&b, n);
	WANTS(&b, "NEVER", "notify");
	dsn_notify_add(&b, 0);
	ck_assert_uint_eq(b.len, 0);
}
END_TEST

START_TEST(ret)
{
	enum dsn_ret r = DSN_RET_NONE;

	ck_assert(!dsn_ret(SPAN(""), &r) && !dsn_ret(SPAN("ful"), &r));
	ck_assert_str_eq(dsn_ret_name(r), "");
	ck_assert(dsn_ret(SPAN("full"), &r));
	ck_assert_str_eq(dsn_ret_name(r), "FULL");
	ck_assert(dsn_ret(SPAN("HDRS"), &r));
	ck_assert_str_eq(dsn_ret_name(r), "HDRS");
}
END_TEST

START_TEST(envid)
{
	struct buf b = BUF_INIT;

	for (int i = 0; i < DSN_ENVID_MAX; i++)
		buf_addc(&b, 'x');
	ck_assert(dsn_envid_ok(buf_span(&b)));
	buf_addc(&b, 'x');
	ck_assert(!dsn_envid_ok(buf_span(&b)));
	buf_clear(&b);
	ck_assert(dsn_envid_ok(SPAN("a+20b")));
	ck_assert(!dsn_envid_ok(SPAN("")));
	ck_assert(!dsn_envid_ok(SPAN("a+0Ab")));
	ck_assert(!dsn_envid_ok(SPAN("a=b")));
}
END_TEST

START_TEST(orcpt)
{
	static const char *const no[] = { "", "rfc822", "rfc822;", ";a", "a b;c",
	    "rfc822;a b", "rfc822;a+0Ab", "rfc822;a\xc3\xa4", "utf-8;+C3",
	    "utf-8;\\x{A}" };
	struct buf b = BUF_INIT;
	struct span type;

	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		ck_assert_msg(!dsn_orcpt(span_str(no[i]), &type, &b), "%s", no[i]);
	ck_assert_uint_eq(b.len, 0);
	ck_assert(dsn_orcpt(SPAN("RFC822;a+2Bb@c;d"), &type, &b));
	ck_assert(span_is(type, "RFC822"));
	WANTS(&b, "a+b@c;d", "orcpt");
	ck_assert(dsn_orcpt(SPAN("utf-8;\\x{E4}@c"), &type, &b));
	WANTS(&b, "\xc3\xa4@c", "orcpt");
	dsn_orcpt_add(&b, "rfc822", SPAN("a+b@c d"));
	WANTS(&b, "rfc822;a+2Bb@c+20d", "orcpt");
}
END_TEST

SUITE("wire/dsn", codes, taking, notify, ret, envid, orcpt)
