/* SPDX-License-Identifier: ISC */
#include "result.h"

#include <stdio.h>

#include "base/ascii.h"

static const struct {
	const char	*name;
	enum verdict	 verdict;
	const char	*dsn;		/* NULL: no code belongs to its text */
} words[] = {
	{ "DUNNO",		RESULT_DUNNO,	NULL },
	{ "OK",			RESULT_OK,		NULL },
	{ "RELAY",		RESULT_OK,		NULL },
	{ "REJECT",		RESULT_REJECT,	"5.7.1" },
	{ "DEFER",		RESULT_DEFER,	"4.7.1" },
	{ "DEFER_IF_PERMIT",	RESULT_DEFER_IF_PERMIT, "4.7.1" },
	{ "DEFER_IF_REJECT",	RESULT_DEFER_IF_REJECT, "4.7.1" },
	{ "INFO",		RESULT_INFO,	NULL },
	{ "WARN",		RESULT_WARN,	NULL },
	{ "HOLD",		RESULT_HOLD,	NULL },
	{ "DISCARD",		RESULT_DISCARD,	NULL },
	{ "FILTER",		RESULT_FILTER,	NULL },
	{ "REDIRECT",		RESULT_REDIRECT,	NULL },
	{ "BCC",		RESULT_BCC,	NULL },
	{ "PREPEND",		RESULT_PREPEND,	NULL },
	{ "HANGUP",		RESULT_HANGUP,	NULL },
};

static bool
is_digits(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_digit(s.p[i]))
			return false;
	return s.len > 0;
}

static void
set_dsn(struct result *a, const char *usual)
{
	if (!dsn_take(&a->text, a->dsn))
		snprintf(a->dsn, sizeof(a->dsn), "%s", usual);
}

/* "550 text"; digits alone are a time stamp of some login, which lets in. */
static bool
is_reply(const struct result *a)
{
	return a->word.len == 3 && is_digits(a->word) && a->text.len > 0 &&
	    (a->word.p[0] == '4' || a->word.p[0] == '5');
}

static void
parse_reply(struct result *a)
{
	const char *p = a->word.p;

	a->verdict = RESULT_REPLY;
	a->code = (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');
	set_dsn(a, p[0] == '4' ? "4.7.1" : "5.7.1");
}

void
result_parse(struct result *a, struct span value)
{
	*a = (struct result){ .verdict = RESULT_LIST, .text = span_trim(value) };
	struct span rest = a->text;

	if (!span_word(&rest, " \t", &a->word))
		a->word = SPAN("");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!span_caseis(a->word, words[i].name))
			continue;
		a->verdict = words[i].verdict;
		a->text = span_trim(rest);
		if (words[i].dsn != NULL)
			set_dsn(a, words[i].dsn);
		return;
	}
	if (is_digits(a->text)) {
		a->verdict = RESULT_OK;
		return;
	}
	a->text = span_trim(rest);
	if (is_reply(a))
		parse_reply(a);
	else
		a->text = span_trim(value);
}

/* Details of x.1.y, and what they become for each kind of address. */
static const char *const details[][2] = {
	{ "0", "0" },
	{ "7", "1" },			/* bad mailbox */
	{ "8", "2" },			/* bad domain */
	{ "7", "3" },			/* bad syntax */
	{ "7", "4" },			/* ambiguous */
	{ "0", "5" },
	{ "7", "6" },			/* has moved */
	{ "7", "3" },			/* bad syntax of a sender */
	{ "8", "2" },			/* bad domain of a sender */
};

void
result_fix_dsn(char dsn[DSN_SIZE], enum result_of of)
{
	int detail = dsn[4] - '0';

	if (strncmp(dsn + 1, ".1.", 3) != 0)
		return;
	if (of == RESULT_OF_OTHERS) {
		snprintf(dsn, DSN_SIZE, "%c.0.0", dsn[0]);
		return;
	}
	if (dsn[5] != '\0' || detail < 0 || detail > 8)
		detail = 0;
	snprintf(dsn, DSN_SIZE, "%c.1.%s", dsn[0], details[detail][of]);
}
