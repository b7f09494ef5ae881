/* SPDX-License-Identifier: ISC */
#include "conf/expand.h"

#include <stdio.h>

#include "base/ascii.h"
#include "base/num.h"

enum {
	NESTING = 100,
	STEPS	= 100000,	/* references followed in one text */
	OUTPUT	= 1 << 24,
	SHOWN	= 40,		/* bytes of the text in a message */
};

struct run {
	const struct expand *e;
	struct why	    *w;
	struct buf	    *out;
	int		     depth, steps;
};

static enum out	expand_text(struct run *r, struct span text);

static struct span
shown(struct span s)
{
	return span_head(s, SHOWN);
}

static struct span
skip_space(struct span s)
{
	while (s.len > 0 && ascii_space(s.p[0]))
		s = span_from(s, 1);
	return s;
}

static bool
is_name(char c)
{
	return ascii_alnum(c) || c == '_';
}

/* Where s, which begins behind an open bracket, closes it. */
static size_t
find_close(struct span s, char open, char close)
{
	int level = 1;

	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == open)
			level++;
		else if (s.p[i] == close && --level == 0)
			return i;
	}
	return SPAN_NONE;
}

/* Takes {text} and the blanks around it off *s. *braced says whether there was
 * any; else *s is untouched. */
static enum out
take_braced(struct run *r, struct span *s, struct span *inner, bool *braced)
{
	struct span at = skip_space(*s);

	*braced = at.len > 0 && at.p[0] == '{';
	if (!*braced)
		return OUT_OK;
	at = span_from(at, 1);
	size_t end = find_close(at, '{', '}');
	if (end == SPAN_NONE)
		return why_perm(r->w, "5.3.5", "unbalanced {} in attribute "
		    "expression: \"%.*s\"", SPAN_FMT(shown(*s)));
	*inner = span_head(at, end);
	*s = skip_space(span_from(at, end + 1));
	return OUT_OK;
}

static bool
level_of(struct span s, uint64_t *level)
{
	enum { PARTS = 3, MOST = 1023 };
	uint64_t part;
	struct span one;

	*level = 0;
	for (int i = 0; i < PARTS; i++) {
		part = 0;
		if (i == 0 || s.len > 0) {
			if (!span_split(&s, '.', &one) ||
			    !num_uint(one, MOST, &part))
				return false;
		}
		*level = *level * (MOST + 1) + part;
	}
	return s.len == 0;
}

bool
expand_level_cmp(struct span a, struct span b, int *cmp)
{
	uint64_t x, y;

	if (!level_of(a, &x) || !level_of(b, &y))
		return false;
	*cmp = (x > y) - (x < y);
	return true;
}

enum { LT = 1, EQ = 2, GT = 4 };

/* Longer operators first: they are found by their beginning. */
static const struct {
	const char *sign;
	int	    when;
	bool	    level;
} operators[] = {
	{ "==level", EQ, true }, { "!=level", LT | GT, true },
	{ "<=level", LT | EQ, true }, { "<level", LT, true },
	{ ">=level", GT | EQ, true }, { ">level", GT, true },
	{ "==", EQ, false }, { "!=", LT | GT, false },
	{ "<=", LT | EQ, false }, { "<", LT, false },
	{ ">=", GT | EQ, false }, { ">", GT, false },
};

/* The sign that stands for itself: not the beginning of a longer one. */
static size_t
sign_len(struct span s)
{
	size_t n = 0;

	while (n < s.len && memchr("<>!=?+-*/~&|%", s.p[n], 13) != NULL)
		n++;
	while (n < s.len && ascii_alpha(s.p[n]))
		n++;
	return n;
}

static bool
all_digits(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_digit(s.p[i]))
			return false;
	return s.len > 0;
}

static struct span
skip_zeros(struct span s)
{
	while (s.len > 1 && s.p[0] == '0')
		s = span_from(s, 1);
	return s;
}

static int
compare(struct span a, struct span b)
{
	if (!all_digits(a) || !all_digits(b))
		return span_cmp(a, b);
	a = skip_zeros(a);
	b = skip_zeros(b);
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return span_cmp(a, b);
}

/* Expands an operand into its own buf. */
static enum out
operand(struct run *r, struct span text, struct buf *value)
{
	struct buf *out = r->out;

	r->out = value;
	enum out o = expand_text(r, text);
	r->out = out;
	return o;
}

static enum out
relate(struct run *r, struct span left, struct span sign, struct span right,
    bool *truth)
{
	size_t i = 0, n = sizeof(operators) / sizeof(operators[0]);
	struct buf a = BUF_INIT, b = BUF_INIT;
	int cmp = 0;

	while (i < n && !span_is(sign, operators[i].sign))
		i++;
	if (i == n)
		return why_perm(r->w, "5.3.5", "relational operator expected at: "
		    "\"...%.*s}>>>%.*s\"", SPAN_FMT(shown(left)),
		    SPAN_FMT(shown(sign)));
	enum out o = operand(r, left, &a);
	if (o == OUT_OK)
		o = operand(r, right, &b);
	if (o == OUT_OK && !operators[i].level)
		cmp = compare(buf_span(&a), buf_span(&b));
	else if (o == OUT_OK &&
	    !expand_level_cmp(buf_span(&a), buf_span(&b), &cmp))
		o = why_perm(r->w, "5.3.5", "bad compatibility level in "
		    "\"%.*s %.*s %.*s\"", SPAN_FMT(shown(buf_span(&a))),
		    SPAN_FMT(sign), SPAN_FMT(shown(buf_span(&b))));
	*truth = operators[i].when & (cmp < 0 ? LT : cmp > 0 ? GT : EQ);
	buf_clear(&a);
	buf_clear(&b);
	return o;
}

/* {left} sign {right} at the front of *s. */
static enum out
take_relation(struct run *r, struct span *s, bool *truth)
{
	struct span left, sign, right;
	bool braced;

	enum out o = take_braced(r, s, &left, &braced);
	if (o != OUT_OK)
		return o;
	sign = span_head(*s, sign_len(*s));
	*s = span_from(*s, sign.len);
	o = take_braced(r, s, &right, &braced);
	if (o == OUT_OK && !braced)
		o = why_perm(r->w, "5.3.5", "\"{expression}\" expected at: "
		    "\"...{%.*s} %.*s>>>%.*s\"", SPAN_FMT(shown(left)),
		    SPAN_FMT(sign), SPAN_FMT(shown(*s)));
	return o == OUT_OK ? relate(r, left, sign, right, truth) : o;
}

/* What stands behind ? or :, in braces or to the end. */
static enum out
take_result(struct run *r, struct span *s, struct span *result)
{
	bool braced;
	enum out o = take_braced(r, s, result, &braced);

	if (o == OUT_OK && !braced) {
		*result = *s;
		*s = span_from(*s, s->len);
	}
	return o;
}

/* s begins with ? or :. Of two results only the one that counts is looked at. */
static enum out
choose(struct run *r, struct span s, bool truth)
{
	struct span yes = { "", 0 }, no = { "", 0 };
	enum out o = OUT_OK;

	if (s.p[0] == '?') {
		s = span_from(s, 1);
		o = take_result(r, &s, &yes);
		if (o == OUT_OK && s.len > 0 && s.p[0] != ':')
			return why_perm(r->w, "5.3.5", "\":\" expected at: "
			    "\"...%.*s}>>>%.*s\"", SPAN_FMT(shown(yes)),
			    SPAN_FMT(shown(s)));
	}
	if (o == OUT_OK && s.len > 0) {
		s = span_from(s, 1);
		o = take_result(r, &s, &no);
	}
	if (o == OUT_OK && s.len > 0)
		return why_perm(r->w, "5.3.5", "unexpected input at: "
		    "\"...%.*s}>>>%.*s\"", SPAN_FMT(shown(no)),
		    SPAN_FMT(shown(s)));
	return o == OUT_OK ? expand_text(r, truth ? yes : no) : o;
}

static void
add_filtered(struct buf *out, struct span value, const char *allow)
{
	for (size_t i = 0; i < value.len; i++)
		buf_addc(out, allow == NULL || (value.p[i] != '\0' &&
		    strchr(allow, value.p[i]) != NULL) ? value.p[i] : '_');
}

static enum out
insert(struct run *r, struct span name)
{
	struct span value;

	if (!r->e->value(r->e->ctx, name, &value))
		return OUT_OK;
	if (!r->e->flat)
		return expand_text(r, value);
	add_filtered(r->out, value, r->e->allow);
	return OUT_OK;
}

static enum out
relation(struct run *r, struct span body)
{
	bool truth = false;
	enum out o = take_relation(r, &body, &truth);

	if (o != OUT_OK)
		return o;
	if (body.len == 0) {
		if (truth)
			buf_adds(r->out, "true");
		return OUT_OK;
	}
	if (body.p[0] != '?' && body.p[0] != ':')
		return why_perm(r->w, "5.3.5", "\"?\" or \":\" expected at: "
		    "\"...}>>>%.*s\"", SPAN_FMT(shown(body)));
	return choose(r, body, truth);
}

/* The only function: names are kept in ASCII form here already. */
static enum out
function(struct run *r, struct span name, struct span rest, struct span body)
{
	struct span inner;
	bool braced;

	enum out o = take_braced(r, &rest, &inner, &braced);
	if (o != OUT_OK)
		return o;
	if (!span_is(name, "domain_to_ascii") || !braced || rest.len > 0)
		return why_perm(r->w, "5.3.5", "attribute name syntax error "
		    "at: \"...%.*s>>>%.*s\"", SPAN_FMT(shown(name)),
		    SPAN_FMT(shown(span_from(body, name.len))));
	return expand_text(r, inner);
}

/* What is between ${ and }, or a bare name. */
static enum out
reference(struct run *r, struct span body)
{
	struct span value;
	size_t n = 0;

	body = skip_space(body);
	if (body.len > 0 && body.p[0] == '{')
		return relation(r, body);
	while (n < body.len && is_name(body.p[n]))
		n++;
	struct span name = span_head(body, n);
	struct span rest = skip_space(span_from(body, n));
	if (n == 0)
		return why_perm(r->w, "5.3.5", "empty macro name: \"$%.*s\"",
		    SPAN_FMT(shown(body)));
	if (rest.len == 0)
		return insert(r, name);
	if (rest.p[0] == '?' || rest.p[0] == ':')
		return choose(r, rest, r->e->value(r->e->ctx, name, &value) &&
		    value.len > 0);
	return function(r, name, rest, body);
}

/* s begins behind a $. */
static enum out
take_reference(struct run *r, struct span *s)
{
	size_t n = 0;

	if (s->len > 0 && (s->p[0] == '{' || s->p[0] == '(')) {
		struct span in = span_from(*s, 1);

		n = find_close(in, s->p[0], s->p[0] == '{' ? '}' : ')');
		if (n == SPAN_NONE)
			return why_perm(r->w, "5.3.5", "truncated macro "
			    "reference: \"$%.*s\"", SPAN_FMT(shown(*s)));
		*s = span_from(in, n + 1);
		return reference(r, span_head(in, n));
	}
	while (n < s->len && is_name(s->p[n]))
		n++;
	struct span name = span_head(*s, n);
	*s = span_from(*s, n);
	return reference(r, name);
}

static enum out
expand_parts(struct run *r, struct span s)
{
	enum out o = OUT_OK;

	while (s.len > 0 && o == OUT_OK) {
		size_t n = span_find(s, '$');

		buf_addspan(r->out, span_head(s, n));
		if (r->out->len > OUTPUT)
			return why_perm(r->w, "5.3.5", "expands to too much "
			    "text");
		if (n == SPAN_NONE)
			return OUT_OK;
		s = span_from(s, n + 1);
		if (s.len > 0 && s.p[0] == '$') {
			buf_addc(r->out, '$');
			s = span_from(s, 1);
		} else
			o = take_reference(r, &s);
	}
	return o;
}

static enum out
expand_text(struct run *r, struct span text)
{
	if (r->depth >= NESTING || ++r->steps > STEPS)
		return why_perm(r->w, "5.3.5", "unreasonable macro call "
		    "nesting: \"%.*s\"", SPAN_FMT(shown(text)));
	r->depth++;
	enum out o = expand_parts(r, text);
	r->depth--;
	return o;
}

enum out
expand(struct buf *out, struct span text, const struct expand *e, struct why *w)
{
	struct run r = { .e = e, .w = w, .out = out };
	size_t start = out->len;
	enum out o = expand_text(&r, text);

	if (o != OUT_OK)
		buf_cut(out, start);
	return o;
}
