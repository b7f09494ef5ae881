/* SPDX-License-Identifier: ISC */
#include "base/span.h"

#include "base/ascii.h"
#include "base/mem.h"

struct span
span_str(const char *s)
{
	return (struct span){ s != NULL ? s : "", s != NULL ? strlen(s) : 0 };
}

struct span
span_from(struct span s, size_t at)
{
	if (at > s.len)
		at = s.len;
	return (struct span){ s.p + at, s.len - at };
}

struct span
span_head(struct span s, size_t n)
{
	return (struct span){ s.p, n < s.len ? n : s.len };
}

struct span
span_trim(struct span s)
{
	while (s.len > 0 && ascii_space(s.p[0]))
		s = span_from(s, 1);
	while (s.len > 0 && ascii_space(s.p[s.len - 1]))
		s.len--;
	return s;
}

bool
span_eq(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

bool
span_caseeq(struct span a, struct span b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	return true;
}

bool
span_is(struct span a, const char *s)
{
	return span_eq(a, span_str(s));
}

bool
span_caseis(struct span a, const char *s)
{
	return span_caseeq(a, span_str(s));
}

int
span_cmp(struct span a, struct span b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n > 0 ? memcmp(a.p, b.p, n) : 0;

	return c != 0 ? c : (a.len > b.len) - (a.len < b.len);
}

bool
span_starts(struct span s, struct span prefix)
{
	return span_eq(span_head(s, prefix.len), prefix);
}

bool
span_casestarts(struct span s, struct span prefix)
{
	return span_caseeq(span_head(s, prefix.len), prefix);
}

bool
span_ends(struct span s, struct span suffix)
{
	return s.len >= suffix.len &&
	    span_eq(span_from(s, s.len - suffix.len), suffix);
}

size_t
span_find(struct span s, char c)
{
	const char *at = s.len > 0 ? memchr(s.p, c, s.len) : NULL;

	return at != NULL ? (size_t)(at - s.p) : SPAN_NONE;
}

size_t
span_rfind(struct span s, char c)
{
	for (size_t i = s.len; i > 0; i--)
		if (s.p[i - 1] == c)
			return i - 1;
	return SPAN_NONE;
}

int
span_byte(struct span *s)
{
	if (s->len == 0)
		return -1;
	int c = (unsigned char)s->p[0];
	*s = span_from(*s, 1);
	return c;
}

bool
span_split(struct span *s, char sep, struct span *part)
{
	if (s->p == NULL)
		return false;
	size_t at = span_find(*s, sep);
	if (at == SPAN_NONE) {
		*part = *s;
		*s = (struct span){ NULL, 0 };
		return true;
	}
	*part = span_head(*s, at);
	*s = span_from(*s, at + 1);
	return true;
}

bool
span_word(struct span *s, const char *blanks, struct span *word)
{
	struct span b = span_str(blanks);
	size_t n = 0;

	while (s->len > 0 && span_find(b, s->p[0]) != SPAN_NONE)
		*s = span_from(*s, 1);
	while (n < s->len && span_find(b, s->p[n]) == SPAN_NONE)
		n++;
	*word = span_head(*s, n);
	*s = span_from(*s, n);
	return n > 0;
}

static bool
is_separator(char c)
{
	return c == ',' || ascii_space(c);
}

bool
span_element(struct span *s, struct span *element)
{
	size_t n = 0, depth = 0;

	while (s->len > 0 && is_separator(s->p[0]))
		*s = span_from(*s, 1);
	while (n < s->len && (depth > 0 || !is_separator(s->p[n]))) {
		if (s->p[n] == '{')
			depth++;
		else if (s->p[n] == '}' && depth > 0)
			depth--;
		n++;
	}
	*element = span_head(*s, n);
	*s = span_from(*s, n);
	return n > 0;
}

char *
span_dup(struct span s)
{
	return mem_strn(s.p, s.len);
}
