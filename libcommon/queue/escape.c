/* SPDX-License-Identifier: ISC */
#include "queue/escape.h"

#include "base/ascii.h"

static void
add(struct buf *out, struct span s, bool word)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (ascii_ctrl(c) || c == '\\' || (word && c == ' '))
			buf_addf(out, "\\x%02x", (unsigned char)c);
		else
			buf_addc(out, c);
	}
}

void
escape_add(struct buf *out, struct span value)
{
	add(out, value, false);
}

void
escape_add_word(struct buf *out, struct span value)
{
	add(out, value, true);
}

bool
escape_decode(struct buf *out, struct span text)
{
	size_t start = out->len;

	while (text.len > 0) {
		int c = span_byte(&text);

		if (c == '\\') {
			int hi = text.len >= 3 ? ascii_hex(text.p[1]) : -1;
			int lo = text.len >= 3 ? ascii_hex(text.p[2]) : -1;

			if (hi < 0 || lo < 0 || text.p[0] != 'x') {
				buf_cut(out, start);
				return false;
			}
			c = hi * 16 + lo;
			text = span_from(text, 3);
		}
		buf_addc(out, (char)c);
	}
	return true;
}
