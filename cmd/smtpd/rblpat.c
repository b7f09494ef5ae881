/* SPDX-License-Identifier: ISC */
#include "rblpat.h"

#include "base/num.h"

static bool
octet(struct span s, uint64_t *n)
{
	return s.len <= 3 && num_uint(s, 255, n);
}

/* "7" or "4..9" */
static bool
range(struct span s, unsigned char byte, bool *match)
{
	uint64_t low, high;
	size_t dot = span_find(s, '.');

	if (!octet(span_head(s, dot), &low))
		return false;
	high = low;
	if (dot != SPAN_NONE && (!span_starts(span_from(s, dot), SPAN("..")) ||
	    !octet(span_from(s, dot + 2), &high) || high < low))
		return false;
	if (byte >= low && byte <= high)
		*match = true;
	return true;
}

/* The inside of [ ]: ranges between semicolons. */
static bool
choice(struct span s, unsigned char byte, bool *match)
{
	struct span one;

	if (s.len == 0 || s.p[s.len - 1] == ';')
		return false;
	while (span_split(&s, ';', &one))
		if (!range(one, byte, match))
			return false;
	return true;
}

/* Takes a field off the front. */
static bool
field(struct span *s, unsigned char byte, bool *match)
{
	bool in_brackets = s->len > 0 && s->p[0] == '[';
	size_t end = span_find(*s, in_brackets ? ']' : '.');
	struct span f = span_head(*s, end);
	uint64_t n;

	*match = false;
	if (!in_brackets) {
		*s = span_from(*s, end);
		if (!octet(f, &n))
			return false;
		*match = n == byte;
		return true;
	}
	if (end == SPAN_NONE)
		return false;
	*s = span_from(*s, end + 1);
	return choice(span_from(f, 1), byte, match);
}

bool
rblpat_match(struct span pattern, const unsigned char addr[4], bool *match)
{
	bool all = true, one;

	for (int i = 0; i < 4; i++) {
		if (i > 0 && span_byte(&pattern) != '.')
			return false;
		if (!field(&pattern, addr[i], &one))
			return false;
		all = all && one;
	}
	*match = all;
	return pattern.len == 0;
}
