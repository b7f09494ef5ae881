/* SPDX-License-Identifier: ISC */
#include "../../../cmd/cleanup/action.h"

#include "../unit.h"

static const struct {
	const char	*value;
	enum action	 action;
	const char	*text;
	bool		 good;
} cases[] = {
	{ "REJECT", ACTION_REJECT, "", true },
	{ "  reject\t 5.7.1  no way  ", ACTION_REJECT, "5.7.1  no way", true },
	{ "rejected", ACTION_UNKNOWN, "", true },
	{ "", ACTION_UNKNOWN, "", true },
	{ "?", ACTION_UNKNOWN, "", true },
	{ "Warn x", ACTION_WARN, "x", true },
	{ "PREPEND", ACTION_PREPEND, "", false },
	{ "PREPEND X: y", ACTION_PREPEND, "X: y", true },
	{ "REPLACE \t", ACTION_REPLACE, "", false },
	{ "FILTER smtp", ACTION_FILTER, "smtp", false },
	{ "FILTER :x", ACTION_FILTER, ":x", false },
	{ "FILTER smtp:", ACTION_FILTER, "smtp:", true },
	{ "BCC joe", ACTION_BCC, "joe", false },
	{ "REDIRECT joe@a", ACTION_REDIRECT, "joe@a", true },
	{ "OK", ACTION_OK, "", true },
};

START_TEST(actions)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span text;
		enum action a = action_read(span_str(cases[i].value), &text);

		ck_assert_msg(a == cases[i].action, "%s", cases[i].value);
		ck_assert(a == ACTION_UNKNOWN ||
		    span_is(text, cases[i].text));
		ck_assert_int_eq(action_fault(a, text) == NULL, cases[i].good);
	}
}
END_TEST

UNIT("cleanup/action", actions)
