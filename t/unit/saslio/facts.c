/* SPDX-License-Identifier: ISC */
#include "../../../cmd/saslio/facts.h"

#include "../suite.h"

START_TEST(takes_what_it_knows)
{
	struct facts f;

	facts_init(&f);
	ck_assert(facts_take(&f, SPAN("host=a=b")));
	ck_assert_str_eq(f.host.s, "a=b");
	ck_assert(facts_take(&f, SPAN("tls=yes")));
	ck_assert(f.tls);
	ck_assert(facts_take(&f, SPAN("tls=")));
	ck_assert(!f.tls);
	ck_assert(facts_take(&f, SPAN("password=s")));
	ck_assert(facts_take(&f, SPAN("options=NoPlainText, mutual_auth")));
	ck_assert_uint_eq(f.options, SEC_NOPLAINTEXT | SEC_MUTUAL_AUTH);
	facts_clear(&f);
	ck_assert_uint_eq(f.host.len + f.password.len + f.options, 0);
}
END_TEST

START_TEST(refuses_the_rest)
{
	static const struct {
		const char	*pair;
		size_t		 len;
	} cases[] = {
		{ "", 0 }, { "host", 4 }, { "=", 1 }, { "Host=x", 6 },
		{ "host=a\0b", 8 }, { "options=noplaintext,x", 21 },
		{ "options=no", 10 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct facts f;

		facts_init(&f);
		ck_assert_msg(!facts_take(&f, (struct span){ cases[i].pair,
		    cases[i].len }), "%s", cases[i].pair);
		ck_assert_uint_eq(f.host.len + f.options, 0);
		facts_clear(&f);
	}
}
END_TEST

START_TEST(allows_by_properties)
{
	static const struct {
		unsigned	options, properties;
		bool		wanted;
	} cases[] = {
		{ 0, 0, true },
		{ 0, SEC_NOPLAINTEXT | SEC_NOANONYMOUS, true },
		{ SEC_NOPLAINTEXT, SEC_NOPLAINTEXT, false },
		{ SEC_NOPLAINTEXT, SEC_NOACTIVE, true },
		{ SEC_NOANONYMOUS, SEC_NOPLAINTEXT | SEC_NOANONYMOUS, false },
		{ SEC_MUTUAL_AUTH, 0, false },
		{ SEC_MUTUAL_AUTH, SEC_MUTUAL_AUTH, true },
		{ SEC_MUTUAL_AUTH | SEC_FORWARD_SECRECY, SEC_MUTUAL_AUTH,
		    false },
		{ 0, SEC_MUTUAL_AUTH, true },
		{ SEC_MUTUAL_AUTH | SEC_NODICTIONARY,
		    SEC_MUTUAL_AUTH | SEC_NODICTIONARY, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct facts f;

		facts_init(&f);
		f.options = cases[i].options;
		ck_assert_msg(facts_allow(&f, cases[i].properties) ==
		    cases[i].wanted, "case %zu", i);
	}
}
END_TEST

SUITE("saslio/facts", takes_what_it_knows, refuses_the_rest,
    allows_by_properties)
