/* SPDX-License-Identifier: ISC */
#include "base/json.h"

#include "base/ascii.h"
#include "base/utf8.h"

static void
escape(struct buf *out, char c)
{
	static const char plain[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
	const char *at = c != '\0' ? strchr(plain, c) : NULL;

	if (at != NULL)
		buf_addf(out, "\\%c", letter[at - plain]);
	else if (ascii_ctrl(c))
		buf_addf(out, "\\u%04x", (unsigned char)c);
	else
		buf_addc(out, c);
}

void
json_string(struct buf *out, struct span s)
{
	buf_addc(out, '"');
	while (s.len > 0) {
		size_t n = utf8_len(s);

		if (n == 0)
			buf_addc(out, '?');
		else if (n == 1)
			escape(out, s.p[0]);
		else
			buf_add(out, s.p, n);
		s = span_from(s, n > 0 ? n : 1);
	}
	buf_addc(out, '"');
}

void
json_name(struct buf *out, const char *name)
{
	if (out->len > 0 && out->s[out->len - 1] != '{' &&
	    out->s[out->len - 1] != '[')
		buf_adds(out, ", ");
	json_string(out, span_str(name));
	buf_adds(out, ": ");
}

void
json_member(struct buf *out, const char *name, struct span string)
{
	json_name(out, name);
	json_string(out, string);
}

void
json_number(struct buf *out, const char *name, long long value)
{
	json_name(out, name);
	buf_addf(out, "%lld", value);
}

void
json_bool(struct buf *out, const char *name, bool value)
{
	json_name(out, name);
	buf_adds(out, value ? "true" : "false");
}
