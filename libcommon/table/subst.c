/* SPDX-License-Identifier: ISC */
#include "table/subst.h"

#include "base/ascii.h"
#include "base/num.h"

enum what { S_END, S_TEXT, S_GROUP, S_BAD };

struct piece {
	enum what	 what;
	struct span	 text;		/* S_TEXT; S_BAD: the name */
	size_t		 group;
};

static size_t
digits(struct span s)
{
	size_t n = 0;

	while (n < s.len && ascii_digit(s.p[n]))
		n++;
	return n;
}

/* Behind the dollar: 1, {1} or (1). */
static struct piece
take_group(struct span *s)
{
	struct piece p = { .what = S_BAD, .text = *s };
	char open = s->len > 0 ? s->p[0] : '\0';
	bool closed = open == '{' || open == '(';
	struct span in = closed ? span_from(*s, 1) : *s;
	size_t n = digits(in);
	uint64_t group = 0;

	if (n == 0 || !num_uint(span_head(in, n), 99, &group))
		return p;
	p.group = (size_t)group;
	*s = span_from(in, n);
	if (closed && span_byte(s) != (open == '{' ? '}' : ')'))
		return p;
	p.what = S_GROUP;
	return p;
}

static struct piece
take_piece(struct span *s)
{
	struct piece p = { .what = S_END };
	size_t dollar = span_find(*s, '$');

	if (s->len == 0)
		return p;
	if (dollar != 0) {
		p = (struct piece){ S_TEXT, span_head(*s, dollar), 0 };
		*s = span_from(*s, p.text.len);
		return p;
	}
	*s = span_from(*s, 1);
	if (s->len > 0 && s->p[0] == '$') {
		p = (struct piece){ S_TEXT, span_head(*s, 1), 0 };
		*s = span_from(*s, 1);
		return p;
	}
	return take_group(s);
}

void
subst_check(const char *result, size_t groups, struct buf *bad)
{
	struct span s = span_str(result);
	struct piece p;

	while ((p = take_piece(&s)).what != S_END) {
		if (p.what == S_BAD)
			buf_addf(bad, "bad $ expression in result: \"%s\"",
			    result);
		else if (p.what == S_GROUP && (p.group == 0 || p.group > groups))
			buf_addf(bad, "out of range replacement index \"%zu\"",
			    p.group);
		if (bad->len > 0)
			return;
	}
}

bool
subst_used(const char *result)
{
	struct span s = span_str(result);
	struct piece p;

	while ((p = take_piece(&s)).what != S_END)
		if (p.what != S_TEXT)
			return true;
	return false;
}

void
subst_add(struct buf *out, const char *result,
    struct span (*part)(const void *arg, size_t n), const void *arg)
{
	struct span s = span_str(result);
	struct piece p;

	while ((p = take_piece(&s)).what != S_END) {
		if (p.what == S_TEXT)
			buf_addspan(out, p.text);
		else if (p.what == S_GROUP)
			buf_addspan(out, part(arg, p.group));
	}
}
