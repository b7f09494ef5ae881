/* SPDX-License-Identifier: ISC */
#include "wire/xtext.h"

#include "base/ascii.h"
#include "base/num.h"
#include "base/utf8.h"

/* Printable characters stand for themselves, but for the two that structure
 * the parameter. */
static bool
is_plain(char c)
{
	return c > ' ' && c < 0x7f && c != '+' && c != '=';
}

/* "+XX" off the front, in upper case; -1 if it is none. */
static int
take_hex(struct span *in)
{
	if (in->len < 3 || in->p[0] != '+' || ascii_hex(in->p[1]) < 0 ||
	    ascii_hex(in->p[2]) < 0 || in->p[1] >= 'a' || in->p[2] >= 'a')
		return -1;
	int c = ascii_hex(in->p[1]) << 4 | ascii_hex(in->p[2]);
	*in = span_from(*in, 3);
	return c;
}

void
xtext_encode(struct buf *out, struct span in)
{
	for (size_t i = 0; i < in.len; i++) {
		if (is_plain(in.p[i]))
			buf_addc(out, in.p[i]);
		else
			buf_addf(out, "+%02X", (unsigned)(unsigned char)in.p[i]);
	}
}

bool
xtext_decode(struct buf *out, struct span in)
{
	size_t start = out->len;

	while (in.len > 0) {
		int c = is_plain(in.p[0]) ? span_byte(&in) : take_hex(&in);

		if (c < 0) {
			buf_cut(out, start);
			return false;
		}
		buf_addc(out, (char)c);
	}
	return true;
}

bool
xtext_ok(struct span in)
{
	while (in.len > 0)
		if ((is_plain(in.p[0]) ? span_byte(&in) : take_hex(&in)) < 0)
			return false;
	return true;
}

/* "\x{HEX}" off the front: a character of Unicode. */
static bool
take_unicode(struct span *in, uint32_t *c)
{
	size_t end = span_find(span_head(*in, 10), '}');
	uint64_t n;

	if (!span_starts(*in, SPAN("\\x{")) || end == SPAN_NONE ||
	    !num_hex(span_from(span_head(*in, end), 3), 0x10ffff, &n) ||
	    (n >= 0xd800 && n < 0xe000) || n == 0)
		return false;
	*c = (uint32_t)n;
	*in = span_from(*in, end + 1);
	return true;
}

bool
xtext_decode_utf8(struct buf *out, struct span in)
{
	size_t start = out->len;
	uint32_t c = 0;
	bool good = true;

	while (in.len > 0 && good) {
		size_t n = utf8_len(in);

		if (in.p[0] == '\\') {
			good = take_unicode(&in, &c);
			utf8_add(out, good ? c : '?');
		} else if (n > 1) {
			buf_add(out, in.p, n);
			in = span_from(in, n);
		} else {
			int b = is_plain(in.p[0]) ? span_byte(&in) : take_hex(&in);

			good = b >= 0;
			buf_addc(out, (char)b);
		}
	}
	good = good && utf8_ok(span_from(buf_span(out), start));
	if (!good)
		buf_cut(out, start);
	return good;
}
