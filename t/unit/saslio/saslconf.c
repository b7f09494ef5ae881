/* SPDX-License-Identifier: ISC */
#include "../../../cmd/saslio/saslconf.h"

#include "../suite.h"

START_TEST(options_of_a_file)
{
	static const char text[] = "# pwcheck_method: no\n\n"
	    "  pwcheck_method :  saslauthd auxprop \r\n"
	    "saslauthd_path:/run/a:b\nempty:\nnothing\nempty: x\n";
	static const struct {
		const char	*option, *wanted;
	} cases[] = {
		{ "pwcheck_method", "saslauthd auxprop" },
		{ "PWCHECK_METHOD", "saslauthd auxprop" },
		{ "saslauthd_path", "/run/a:b" },
		{ "empty", "" }, { "nothing", "other" }, { "more", "other" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b = BUF_INIT;

		saslconf_get(span_str(text), cases[i].option, "other", &b);
		wants_text(&b, cases[i].wanted, strlen(cases[i].wanted),
		    cases[i].option);
	}
}
END_TEST

START_TEST(words_of_a_list)
{
	ck_assert(saslconf_lists(SPAN("saslauthd  AUXPROP"), "auxprop"));
	ck_assert(!saslconf_lists(SPAN("saslauthd2"), "saslauthd"));
	ck_assert(!saslconf_lists(SPAN(""), "x"));
}
END_TEST

SUITE("saslio/saslconf", options_of_a_file, words_of_a_list)
