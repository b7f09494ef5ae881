/* SPDX-License-Identifier: ISC */
#include "wire/xattr.h"

#include "../suite.h"

static const struct {
	const char	*in;
	enum xattr_got	 got;
	enum xattr	 id;
	enum xattr_state state;
	const char	*value;
} cases[] = {
	{ "NAME=a.example", XATTR_OK, XATTR_NAME, XATTR_GIVEN, "a.example" },
	{ "name=[unavailable]", XATTR_OK, XATTR_NAME, XATTR_UNAVAILABLE, "" },
	{ "NAME=[TEMPUNAVAIL]", XATTR_OK, XATTR_NAME, XATTR_TEMPUNAVAIL, "" },
	{ "ADDR=192.0.2.1", XATTR_OK, XATTR_ADDR, XATTR_GIVEN, "192.0.2.1" },
	{ "ADDR=IPV6:2001:db8::1", XATTR_OK, XATTR_ADDR, XATTR_GIVEN,
	    "2001:db8::1" },
	{ "HELO=a+20b", XATTR_OK, XATTR_HELO, XATTR_GIVEN, "a b" },
	{ "PROTO=esmtp", XATTR_OK, XATTR_PROTO, XATTR_GIVEN, "esmtp" },
	{ "SOURCE=LOCAL", XATTR_OK, XATTR_SOURCE, XATTR_GIVEN, "LOCAL" },
	{ "HELO=a+0Ab", XATTR_BAD },
	{ "HELO=a+2", XATTR_BAD },
	{ "HELO=", XATTR_BAD },
	{ "HELO=a+FFb", XATTR_BAD },
	{ "ADDR=1.2.3", XATTR_BAD },
	{ "PORT=65536", XATTR_BAD },
	{ "PORT=-1", XATTR_BAD },
	{ "PROTO=LMTP", XATTR_BAD },
	{ "NAME", XATTR_UNKNOWN },
	{ "COLOUR=red", XATTR_UNKNOWN },
	{ "", XATTR_END },
};

START_TEST(values)
{
	struct xattr_value v = { .value = BUF_INIT };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span in = span_str(cases[i].in);

		ck_assert_msg(xattr_take(&in, &v) == cases[i].got, "%s",
		    cases[i].in);
		if (cases[i].got != XATTR_OK)
			continue;
		ck_assert_int_eq(v.id, cases[i].id);
		ck_assert_int_eq(v.state, cases[i].state);
		ck_assert_str_eq(v.value.s, cases[i].value);
	}
	buf_clear(&v.value);
}
END_TEST

SUITE("xattr", values)
