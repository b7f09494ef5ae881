/* SPDX-License-Identifier: ISC */
#include "../../../cmd/smtpd/result.h"

#include "../suite.h"

START_TEST(reads_what_tables_say)
{
	static const struct {
		const char	*value;
		enum verdict	 verdict;
		int		 code;
		const char	*dsn, *text;
	} cases[] = {
		{ "OK", RESULT_OK, 0, "", "" },
		{ "ok with text", RESULT_OK, 0, "", "with text" },
		{ "relay", RESULT_OK, 0, "", "" },
		{ "20260101", RESULT_OK, 0, "", "20260101" },
		{ "550", RESULT_OK, 0, "", "550" },
		{ "dunno x", RESULT_DUNNO, 0, "", "x" },
		{ "REJECT", RESULT_REJECT, 0, "5.7.1", "" },
		{ "reject 5.1.1 gone", RESULT_REJECT, 0, "5.1.1", "gone" },
		{ "REJECT 5.1.1", RESULT_REJECT, 0, "5.1.1", "" },
		{ "REJECT 5.1.1x gone", RESULT_REJECT, 0, "5.7.1",
		    "5.1.1x gone" },
		{ "defer\t later ", RESULT_DEFER, 0, "4.7.1", "later" },
		{ "550 text", RESULT_REPLY, 550, "5.7.1", "text" },
		{ "450 4.3.2 text", RESULT_REPLY, 450, "4.3.2", "text" },
		{ "521 go", RESULT_REPLY, 521, "5.7.1", "go" },
		{ "250 ok", RESULT_LIST, 0, "", "250 ok" },
		{ "5500 x", RESULT_LIST, 0, "", "5500 x" },
		{ "DEFER_IF_PERMIT 4.2.0 x", RESULT_DEFER_IF_PERMIT, 0,
		    "4.2.0", "x" },
		{ "defer_if_reject", RESULT_DEFER_IF_REJECT, 0, "4.7.1", "" },
		{ "HOLD  a b", RESULT_HOLD, 0, "", "a b" },
		{ "FILTER smtp:[::1]:25", RESULT_FILTER, 0, "",
		    "smtp:[::1]:25" },
		{ "PREPEND X: y", RESULT_PREPEND, 0, "", "X: y" },
		{ "permit_mynetworks, reject", RESULT_LIST, 0, "",
		    "permit_mynetworks, reject" },
		{ "", RESULT_LIST, 0, "", "" },
		{ "OKAY", RESULT_LIST, 0, "", "OKAY" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct result r;

		result_parse(&r, span_str(cases[i].value));
		ck_assert_msg(r.verdict == cases[i].verdict, "%s: %d",
		    cases[i].value, (int)r.verdict);
		ck_assert_msg(r.code == cases[i].code, "%s", cases[i].value);
		ck_assert_msg(strcmp(r.dsn, cases[i].dsn) == 0, "%s: %s",
		    cases[i].value, r.dsn);
		ck_assert_msg(span_is(r.text, cases[i].text), "%s: %.*s",
		    cases[i].value, SPAN_FMT(r.text));
	}
}
END_TEST

START_TEST(codes_speak_of_what_is_refused)
{
	static const struct {
		const char	*dsn;
		enum result_of	 of;
		const char	*wanted;
	} cases[] = {
		{ "5.1.1", RESULT_OF_RCPT, "5.1.1" },
		{ "5.1.1", RESULT_OF_SENDER, "5.1.7" },
		{ "5.1.1", RESULT_OF_OTHERS, "5.0.0" },
		{ "4.1.8", RESULT_OF_RCPT, "4.1.2" },
		{ "5.1.2", RESULT_OF_SENDER, "5.1.8" },
		{ "5.1.7", RESULT_OF_RCPT, "5.1.3" },
		{ "5.1.10", RESULT_OF_RCPT, "5.1.0" },
		{ "5.1.99", RESULT_OF_SENDER, "5.1.0" },
		{ "5.7.1", RESULT_OF_OTHERS, "5.7.1" },
		{ "4.0.0", RESULT_OF_SENDER, "4.0.0" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char dsn[DSN_SIZE];

		snprintf(dsn, sizeof(dsn), "%s", cases[i].dsn);
		result_fix_dsn(dsn, cases[i].of);
		ck_assert_msg(strcmp(dsn, cases[i].wanted) == 0, "%s: %s",
		    cases[i].dsn, dsn);
	}
}
END_TEST

SUITE("smtpd/result", reads_what_tables_say, codes_speak_of_what_is_refused)
