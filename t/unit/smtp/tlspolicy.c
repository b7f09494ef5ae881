/* SPDX-License-Identifier: ISC */
#include "../../../cmd/smtp/tlspolicy.h"

#include "../suite.h"

static const struct {
	const char	*text;
	bool		 ok;
	enum tlslevel	 level;
	const char	*match, *protocols;
} cases[] = {
	{ "none", true, TLS_NONE, "", "" },
	{ "may", true, TLS_MAY, "", "" },
	{ "Encrypt protocols=>=TLSv1.2", true, TLS_ENCRYPT, "", ">=TLSv1.2" },
	{ "encrypt protocols=!SSLv2:!SSLv3", true, TLS_ENCRYPT, "",
	    "!SSLv2:!SSLv3" },
	{ "secure match=a.test:.b.test", true, TLS_SECURE, "a.test .b.test",
	    "" },
	{ "verify match=a.test match=hostname", true, TLS_VERIFY,
	    "a.test hostname", "" },
	{ "fingerprint match=AA:BB|CC:DD", true, TLS_FINGERPRINT,
	    "AA:BB CC:DD", "" },
	{ "dane-only", true, TLS_DANE_ONLY, "", "" },
	{ "secure match=x policy_type=sts policy_ttl=1", true, TLS_SECURE, "x",
	    "" },
	{ "", false, TLS_NONE, "", "" },
	{ "some", false, TLS_NONE, "", "" },
	{ "may match=x", false, TLS_NONE, "", "" },
	{ "none ciphers=high", false, TLS_NONE, "", "" },
	{ "secure match=", false, TLS_NONE, "", "" },
	{ "secure x", false, TLS_NONE, "", "" },
	{ "secure mtach=x", false, TLS_NONE, "", "" },
};

START_TEST(reads)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = cases[i].text;
		struct tlspolicy p;
		struct buf bad = BUF_INIT;

		tlspolicy_init(&p);
		ck_assert_msg(tlspolicy_read(&p, span_str(text), &bad) ==
		    cases[i].ok, "%s", text);
		ck_assert_msg((bad.len == 0) == cases[i].ok, "%s", text);
		if (cases[i].ok) {
			ck_assert_int_eq(p.level, cases[i].level);
			ck_assert_str_eq(p.match.s, cases[i].match);
			ck_assert_str_eq(p.protocols.s, cases[i].protocols);
		}
		tlspolicy_clear(&p);
		buf_clear(&bad);
	}
}
END_TEST

START_TEST(names)
{
	struct tlsdefaults d = { .verify = "hostname",
	    .secure = "nexthop, dot-nexthop", .fingerprint = "AA:BB CC:DD" };
	struct tlspolicy p;
	struct buf out = BUF_INIT;

	tlspolicy_init(&p);
	p.level = TLS_SECURE;
	tlspolicy_names(&d, &p, SPAN("mx.test"), SPAN("to.test"), &out);
	WANTS(&out, "to.test\n.to.test\n", "secure");
	p.level = TLS_VERIFY;
	tlspolicy_names(&d, &p, SPAN("mx.test"), SPAN("to.test"), &out);
	WANTS(&out, "mx.test\n", "verify");
	p.level = TLS_FINGERPRINT;
	tlspolicy_names(&d, &p, SPAN("mx.test"), SPAN("to.test"), &out);
	WANTS(&out, "AA:BB\nCC:DD\n", "fingerprint");
	buf_adds(&p.match, "nexthop");
	p.level = TLS_VERIFY;
	tlspolicy_names(&d, &p, SPAN("mx.test"), SPAN("to.test"), &out);
	WANTS(&out, "to.test\n", "the policy's own");
	tlspolicy_clear(&p);
}
END_TEST

SUITE("smtp/tlspolicy", reads, names)
