/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "wire/domain.h"

START_TEST(names)
{
	static const char *const good[] = { "a", "a.b", "a-b.c_d", "1a.2", "_x.y",
	    "xn--4ca.example" };
	static const char *const no[] = { "", ".", "a.", ".a", "a..b", "-a.b",
	    "a-.b", "a b", "1.2.3.4", "123", "a@b", "a/b", "[a]", "\xc3\xa4.b",
	    "a\n" };
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(domain_ok(span_str(good[i]), false), "%s", good[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		ck_assert_msg(!domain_ok(span_str(no[i]), false), "%s", no[i]);
	ck_assert(domain_ok(SPAN("\xc3\xa4.b"), true));
	ck_assert(!domain_ok(SPAN("\xe4.b"), true));
	ck_assert(!domain_ok(SPAN("a\0b"), true));
	for (int i = 0; i < DOMAIN_LABEL_MAX; i++)
		buf_addc(&b, 'x');
	ck_assert(domain_ok(buf_span(&b), false));
	buf_addc(&b, 'x');
	ck_assert(!domain_ok(buf_span(&b), false));
	buf_reset(&b);
	while (b.len + 1 < DOMAIN_MAX)
		buf_adds(&b, "x.");
	buf_addc(&b, 'y');
	ck_assert_uint_eq(b.len, DOMAIN_MAX);
	ck_assert(domain_ok(buf_span(&b), false));
	buf_addc(&b, 'y');
	ck_assert(!domain_ok(buf_span(&b), false));
	buf_clear(&b);
}
END_TEST

START_TEST(literals)
{
	static const char *const no[] = { "", "[", "[]", "1.2.3.4", "[1.2.3]",
	    "[1.2.3.256]", "[::1]", "[IPv6:]", "[IPv6:1.2.3.4]", "[IPv6:::1",
	    "[IPv6:fe80::1%eth0]", "[1.2.3.4 ]" };
	struct span addr;

	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		ck_assert_msg(!domain_literal(span_str(no[i]), &addr), "%s", no[i]);
	ck_assert(!domain_literal(SPAN("[1.2.3.4\0]"), &addr));
	ck_assert(domain_literal(SPAN("[1.2.3.4]"), &addr));
	ck_assert(span_is(addr, "1.2.3.4"));
	ck_assert(domain_literal(SPAN("[ipv6:2001:DB8::1]"), &addr));
	ck_assert(span_is(addr, "2001:DB8::1"));
}
END_TEST

SUITE("wire/domain", names, literals)
