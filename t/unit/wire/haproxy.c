/* SPDX-License-Identifier: ISC */
#include "wire/haproxy.h"

#include "../suite.h"

#define SIG "\r\n\r\n\0\r\nQUIT\n"

static const struct {
	const char	*in;
	size_t		 len;
	enum haproxy_got got;
	const char	*src;
	int		 port;
} cases[] = {
#define CASE(in, ...) { in, sizeof(in) - 1, __VA_ARGS__ }
	CASE("PROXY TCP4 192.0.2.1 192.0.2.2 65535 25\r\n", HAPROXY_OK,
	    "192.0.2.1", 65535),
	CASE("PROXY TCP6 2001:DB8:0::1 ::1 1 25\r\n", HAPROXY_OK,
	    "2001:db8::1", 1),
	CASE("PROXY UNKNOWN\r\n", HAPROXY_LOCAL, "", 0),
	CASE("PROXY UNKNOWN what ever\r\n", HAPROXY_LOCAL, "", 0),
	CASE("PROXY TCP4 192.0.2.1 192.0.2.2 65536 25\r\n", HAPROXY_BAD, "", 0),
	CASE("PROXY TCP4 ::1 ::1 1 25\r\n", HAPROXY_BAD, "", 0),
	CASE("PROXY TCP4 192.0.2.1 192.0.2.2 1 25 x\r\n", HAPROXY_BAD, "", 0),
	CASE("PROXY TCP4 192.0.2.1 192.0.2.2 1 25\n", HAPROXY_BAD, "", 0),
	CASE("PROXY TCP4 192.0.2.1 192", HAPROXY_MORE, "", 0),
	CASE("PROXY", HAPROXY_MORE, "", 0),
	CASE("EHLO client.example\r\n", HAPROXY_BAD, "", 0),
	CASE(SIG "\x21\x11\0\x0c\xc0\0\x02\x01\xc0\0\x02\x02\0\x07\0\x19",
	    HAPROXY_OK, "192.0.2.1", 7),
	CASE(SIG "\x21\x21\0\x24" "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1"
	    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1" "\1\0\0\x19",
	    HAPROXY_OK, "2001:db8::1", 256),
	CASE(SIG "\x20\0\0\0", HAPROXY_LOCAL, "", 0),
	CASE(SIG "\x21\0\0\0", HAPROXY_LOCAL, "", 0),
	CASE(SIG "\x21\x11\0\x04\xc0\0\x02\x01", HAPROXY_BAD, "", 0),
	CASE(SIG "\x21\x31\0\0", HAPROXY_BAD, "", 0),
	CASE(SIG "\x11\x11\0\0", HAPROXY_BAD, "", 0),
	CASE(SIG "\x21\x11\xff\xff", HAPROXY_BAD, "", 0),
	CASE(SIG "\x21\x11\0\x0c\xc0\0", HAPROXY_MORE, "", 0),
};

START_TEST(headers)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span in = { cases[i].in, cases[i].len };
		struct haproxy h;

		ck_assert_msg(haproxy_parse(in, &h) == cases[i].got,
		    "case %zu", i);
		if (cases[i].got != HAPROXY_OK)
			continue;
		ck_assert_str_eq(h.src, cases[i].src);
		ck_assert_int_eq(h.src_port, cases[i].port);
	}
}
END_TEST

/* Whoever reads what it wants has taken nothing of what follows. */
START_TEST(not_a_byte_more)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span in = { cases[i].in, 0 };
		size_t want;

		if (cases[i].got == HAPROXY_BAD ||
		    cases[i].got == HAPROXY_MORE)
			continue;
		while ((want = haproxy_want(in)) > 0)
			in.len += want;
		ck_assert_uint_eq(in.len, cases[i].len);
	}
}
END_TEST

SUITE("haproxy", headers, not_a_byte_more)
