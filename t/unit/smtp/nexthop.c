/* SPDX-License-Identifier: ISC */
#include "../../../cmd/smtp/nexthop.h"

#include "../suite.h"

static const struct {
	const char	*text;
	bool		 ok;
	const char	*host, *port;
	bool		 exact, local;
} cases[] = {
	{ "example.org", true, "example.org", "", false, false },
	{ "example.org:587", true, "example.org", "587", false, false },
	{ "example.org:submission", true, "example.org", "submission", false,
	    false },
	{ "[mail.example.org]", true, "mail.example.org", "", true, false },
	{ "[mail.example.org]:26", true, "mail.example.org", "26", true,
	    false },
	{ "[192.0.2.1]", true, "192.0.2.1", "", true, false },
	{ "[2001:db8::1]:25", true, "2001:db8::1", "25", true, false },
	{ "[IPv6:2001:db8::1]", true, "2001:db8::1", "", true, false },
	{ "[ipv6:::1]:24", true, "::1", "24", true, false },
	{ "inet:127.0.0.1:10024", true, "127.0.0.1", "10024", false, false },
	{ "inet:[::1]:24", true, "::1", "24", true, false },
	{ "unix:/run/lmtp", true, "/run/lmtp", "", true, true },
	{ "unix:private/dovecot-lmtp", true, "private/dovecot-lmtp", "", true,
	    true },
	{ "", false, "", "", false, false },
	{ "unix:", false, "", "", false, false },
	{ "inet:", false, "", "", false, false },
	{ "[]", false, "", "", false, false },
	{ "[host", false, "", "", false, false },
	{ "[host]x", false, "", "", false, false },
	{ "[host]:", false, "", "", false, false },
	{ ":25", false, "", "", false, false },
	{ "host:", false, "", "", false, false },
	{ "host:0", false, "", "", false, false },
	{ "host:65536", false, "", "", false, false },
	{ "host:12x", false, "", "", false, false },
	{ "2001:db8::1", false, "", "", false, false },
};

START_TEST(reads)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = cases[i].text;
		struct nexthop n;

		ck_assert_msg(nexthop_read(&n, span_str(text)) == cases[i].ok,
		    "%s", text);
		if (!cases[i].ok)
			continue;
		ck_assert_msg(span_is(n.host, cases[i].host), "%s", text);
		ck_assert_msg(span_is(n.port, cases[i].port), "%s", text);
		ck_assert_msg(n.exact == cases[i].exact &&
		    n.local == cases[i].local, "%s", text);
	}
}
END_TEST

START_TEST(several)
{
	struct span list = SPAN("[a]:25, b.example,\tc:26 "), one;

	ck_assert(nexthop_next(&list, &one) && span_is(one, "[a]:25"));
	ck_assert(nexthop_next(&list, &one) && span_is(one, "b.example"));
	ck_assert(nexthop_next(&list, &one) && span_is(one, "c:26"));
	ck_assert(!nexthop_next(&list, &one));
}
END_TEST

SUITE("smtp/nexthop", reads, several)
