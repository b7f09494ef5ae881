/* SPDX-License-Identifier: ISC */
#include "msg/addrtok.h"

#include "base/ascii.h"

static bool
is_special(char c)
{
	return memchr("()<>@,;:\\\".[]", c, 13) != NULL;
}

bool
addrtok_plain(char c)
{
	return !is_special(c) && !ascii_ctrl(c) && c != ' ';
}

/* Length of what begins with open at s.p and ends with close: backslashes
 * protect, comments nest. What is not closed goes on to the end. */
static size_t
closed_len(struct span s, char open, char close)
{
	size_t depth = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == close && i > 0 && --depth == 0)
			return i + 1;
		else if (s.p[i] == open && (i == 0 || open == '('))
			depth++;
	}
	return s.len;
}

struct addrtok
addrtok_take(struct span *in)
{
	struct addrtok t = { T_END, span_head(*in, 0) };
	size_t n = 1;

	if (in->len == 0)
		return t;
	char c = in->p[0];
	t.type = (unsigned char)c;
	if (ascii_space(c)) {
		t.type = T_BLANK;
		while (n < in->len && ascii_space(in->p[n]))
			n++;
	} else if (c == '"') {
		t.type = T_QUOTED;
		n = closed_len(*in, '"', '"');
	} else if (c == '(') {
		t.type = T_COMMENT;
		n = closed_len(*in, '(', ')');
	} else if (c == '[') {
		t.type = T_LITERAL;
		n = closed_len(*in, '[', ']');
	} else if (!is_special(c) || c == '\\') {
		t.type = T_WORD;
		for (n = 0; n < in->len; n++)
			if (in->p[n] == '\\' && n + 1 < in->len)
				n++;
			else if (!addrtok_plain(in->p[n]) && n > 0)
				break;
	}
	t.raw = span_head(*in, n);
	*in = span_from(*in, n);
	return t;
}

struct span
addrtok_inside(struct addrtok t)
{
	char close = t.type == T_QUOTED ? '"' : t.type == T_COMMENT ? ')' : ']';
	bool closed = t.raw.len > 1 && t.raw.p[t.raw.len - 1] == close;

	return span_head(span_from(t.raw, 1), t.raw.len - 1 - closed);
}

bool
addrtok_add(struct buf *out, struct span s)
{
	bool good = true;

	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '\\' && i + 1 < s.len)
			i++;
		if (s.p[i] == '\n' || s.p[i] == '\r')
			continue;
		if (ascii_ctrl(s.p[i]) && s.p[i] != '\t')
			good = false;
		buf_addc(out, s.p[i]);
	}
	return good;
}
