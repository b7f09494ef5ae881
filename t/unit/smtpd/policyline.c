/* SPDX-License-Identifier: ISC */
#include "../../../cmd/smtpd/policyline.h"

#include "../suite.h"

START_TEST(reads_one_answer)
{
	static const struct {
		const char	*in;
		enum policyline_got got;
		const char	*action;
	} cases[] = {
		{ "action=OK\n\n", POLICYLINE_DONE, "OK" },
		{ "action= 550 a=b \n\n", POLICYLINE_DONE, "550 a=b" },
		{ "x=y\naction=dunno\nz=\n\n", POLICYLINE_DONE, "dunno" },
		{ "action=one\naction=two\n\n", POLICYLINE_DONE, "one" },
		{ "", POLICYLINE_MORE, NULL },
		{ "action=OK", POLICYLINE_MORE, NULL },
		{ "action=OK\n", POLICYLINE_MORE, NULL },
		{ "\n", POLICYLINE_BAD, NULL },
		{ "x=y\n\n", POLICYLINE_BAD, NULL },
		{ "action=OK\n\nmore", POLICYLINE_BAD, NULL },
		{ "nonsense\n", POLICYLINE_BAD, NULL },
		{ "action=OK\r\n\r\n", POLICYLINE_BAD, NULL },
		{ "action=\xff\n\n", POLICYLINE_BAD, NULL },
		{ "action=\033[m\n\n", POLICYLINE_BAD, NULL },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span action = SPAN("");
		enum policyline_got got =
		    policyline_read(span_str(cases[i].in), &action);

		ck_assert_msg(got == cases[i].got, "%s", cases[i].in);
		if (got == POLICYLINE_DONE)
			ck_assert_msg(span_is(action, cases[i].action), "%s",
			    cases[i].in);
	}
}
END_TEST

START_TEST(a_value_stays_a_line)
{
	struct buf b = BUF_INIT;

	policyline_add(&b, "helo_name", SPAN("a\nrequest=x\r\0y"));
	WANTS(&b, "helo_name=a?request=x??y\n", "control bytes");
}
END_TEST

SUITE("smtpd/policyline", reads_one_answer, a_value_stays_a_line)
