/* SPDX-License-Identifier: ISC */
#include "base/utf8.h"

size_t
utf8_len(struct span s)
{
	if (s.len == 0)
		return 0;
	unsigned char c = (unsigned char)s.p[0];
	unsigned char low = 0x80, high = 0xbf;	/* of the second byte */
	size_t n = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 :
	    c < 0xf5 ? 4 : 0;

	if (n > s.len)
		return 0;
	if (c == 0xe0)
		low = 0xa0;
	else if (c == 0xed)
		high = 0x9f;
	else if (c == 0xf0)
		low = 0x90;
	else if (c == 0xf4)
		high = 0x8f;
	for (size_t i = 1; i < n; i++) {
		unsigned char d = (unsigned char)s.p[i];

		if (d < low || d > high)
			return 0;
		low = 0x80;
		high = 0xbf;
	}
	return n;
}

bool
utf8_ok(struct span s)
{
	while (s.len > 0) {
		size_t n = utf8_len(s);

		if (n == 0)
			return false;
		s = span_from(s, n);
	}
	return true;
}

bool
utf8_is_ascii(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] > 0x7f)
			return false;
	return true;
}

void
utf8_add(struct buf *out, uint32_t c)
{
	if (c < 0x80) {
		buf_addc(out, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_addc(out, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			buf_addc(out, (char)(0xe0 | c >> 12));
		} else {
			buf_addc(out, (char)(0xf0 | c >> 18));
			buf_addc(out, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		buf_addc(out, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_addc(out, (char)(0x80 | (c & 0x3f)));
}
