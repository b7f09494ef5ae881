/* SPDX-License-Identifier: ISC */
#include "table/template.h"

#include "base/ascii.h"

static bool
is_part(char c)
{
	return c != '\0' && strchr("sudSUD123456789", c) != NULL;
}

const char *
template_check(const char *format)
{
	for (const char *p = format; *p != '\0'; p++)
		if (*p == '%' && *++p != '%' && !is_part(*p))
			return "unknown % in the format";
	return NULL;
}

/* The n-th label of the domain from the right, from 1. */
static bool
label(struct span key, unsigned n, struct span *part)
{
	size_t at = span_rfind(key, '@');
	struct span rest = span_from(key, at + 1);

	if (at == SPAN_NONE || rest.len == 0)
		return false;
	for (;;) {
		size_t dot = span_rfind(rest, '.');

		*part = dot == SPAN_NONE ? rest : span_from(rest, dot + 1);
		if (--n == 0)
			return part->len > 0;
		if (dot == SPAN_NONE)
			return false;
		rest = span_head(rest, dot);
	}
}

static bool
part_of(struct span s, char c, struct span *part)
{
	size_t at = span_rfind(s, '@');

	switch (c) {
	case 's':
		*part = s;
		return s.len > 0;
	case 'u':
		*part = span_head(s, at);
		return part->len > 0;
	case 'd':
		*part = span_from(s, at == SPAN_NONE ? at : at + 1);
		return at != SPAN_NONE && part->len > 0;
	default:
		return label(s, (unsigned)(c - '0'), part);
	}
}

/* Capitals are the same as small letters, but always of the key. */
static bool
resolve(char c, struct span value, struct span key, struct span *part)
{
	if (c >= 'A' && c <= 'Z')
		return part_of(key, ascii_lower(c), part);
	return part_of(ascii_digit(c) ? key : value, c, part);
}

static bool
expand(struct buf *out, const char *format, struct span value, struct span key,
    template_quote *quote, void *arg)
{
	size_t start = out->len;
	struct span part;

	for (const char *p = format; *p != '\0'; p++) {
		if (*p != '%' || *++p == '%') {
			buf_addc(out, *p);
			continue;
		}
		if (!is_part(*p) || !resolve(*p, value, key, &part)) {
			buf_cut(out, start);
			return false;
		}
		if (quote != NULL)
			quote(arg, out, part);
		else
			buf_addspan(out, part);
	}
	return true;
}

bool
template_query(struct buf *out, const char *format, struct span key,
    template_quote *quote, void *arg)
{
	return expand(out, format, key, key, quote, arg);
}

bool
template_result(struct buf *out, const char *format, struct span value,
    struct span key)
{
	return expand(out, format, value, key, NULL, NULL);
}

bool
template_fits(const char *format, struct span key)
{
	struct span part;

	for (const char *p = format; *p != '\0'; p++)
		if (*p == '%' && *++p != '%' && is_part(*p) &&
		    (ascii_digit(*p) || ascii_upper(*p) == *p) &&
		    !resolve(*p, key, key, &part))
			return false;
	return true;
}
