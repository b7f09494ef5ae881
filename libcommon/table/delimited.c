/* SPDX-License-Identifier: ISC */
#include "table/delimited.h"

#include "base/ascii.h"
#include "table/subst.h"

bool
delimited_take(struct span *rest, struct span *pattern, struct span *letters,
    struct buf *bad)
{
	struct span s = *rest;
	size_t end = 1, n = 0;

	if (s.len == 0 || ascii_alnum(s.p[0]) || ascii_space(s.p[0]) ||
	    s.p[0] == '\\') {
		buf_adds(bad, "no regular expression: need \"/text here/\"");
		return false;
	}
	while (end < s.len && s.p[end] != s.p[0])
		end += s.p[end] == '\\' ? 2 : 1;
	if (end >= s.len) {
		buf_addf(bad, "no closing regexp delimiter \"%c\"",
		    ascii_print(s.p[0]) ? s.p[0] : '?');
		return false;
	}
	*pattern = span_head(span_from(s, 1), end - 1);
	s = span_from(s, end + 1);
	while (n < s.len && !ascii_space(s.p[n]) && s.p[n] != '!')
		n++;
	*letters = span_head(s, n);
	*rest = span_from(s, n);
	if (span_find(*pattern, '\0') == SPAN_NONE)
		return true;
	buf_adds(bad, "NUL byte in the regular expression");
	return false;
}

void
delimited_check(const struct rule *r, unsigned flags, size_t groups,
    struct buf *bad)
{
	if ((flags & (TABLE_SENSITIVE | TABLE_NO_SUBST)) &&
	    subst_used(r->text))
		buf_adds(bad, "regular expression substitution is not "
		    "allowed in this table");
	else if (r->negate && subst_used(r->text))
		buf_adds(bad, "$number found in the result of a negated "
		    "pattern");
	else
		subst_check(r->text, groups, bad);
}

char *
delimited_key(struct span key)
{
	char *text = span_dup(key);

	for (size_t i = 0; i < key.len; i++)
		if (text[i] == '\0')
			text[i] = '?';
	return text;
}
