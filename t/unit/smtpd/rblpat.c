/* SPDX-License-Identifier: ISC */
#include "../../../cmd/smtpd/rblpat.h"

#include "../suite.h"

START_TEST(matches_octets_ranges_and_choices)
{
	static const unsigned char addr[4] = { 127, 0, 0, 5 };
	static const struct {
		const char	*pattern;
		bool		 good, match;
	} cases[] = {
		{ "127.0.0.5", true, true },
		{ "127.0.0.4", true, false },
		{ "127.0.0.[5]", true, true },
		{ "127.0.0.[2;4..6]", true, true },
		{ "127.0.0.[2;6..9]", true, false },
		{ "[0..255].[0..255].0.[5..5]", true, true },
		{ "127.0.[1;2].5", true, false },
		{ "127.0.0", false, false },
		{ "127.0.0.5.6", false, false },
		{ "127.0.0.256", false, false },
		{ "127.0.0.[5", false, false },
		{ "127.0.0.[]", false, false },
		{ "127.0.0.[5;]", false, false },
		{ "127.0.0.[6..4]", false, false },
		{ "127.0.0.[4...6]", false, false },
		{ "127.0.0.[4.6]", false, false },
		{ "127.0.0.5[6]", false, false },
		{ "127.0.[0.0].5", false, false },
		{ "127.0.0.-5", false, false },
		{ "127.0.0.0005", false, false },
		{ "...", false, false },
		{ "", false, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool match = false;
		bool good = rblpat_match(span_str(cases[i].pattern), addr,
		    &match);

		ck_assert_msg(good == cases[i].good, "%s", cases[i].pattern);
		ck_assert_msg(!good || match == cases[i].match, "%s",
		    cases[i].pattern);
	}
}
END_TEST

SUITE("smtpd/rblpat", matches_octets_ranges_and_choices)
