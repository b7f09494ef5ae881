/* SPDX-License-Identifier: ISC */
#include "msg/base64.h"

#include <stdint.h>

#include "base/ascii.h"

enum { LINE = 76 };

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int
digit_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (ascii_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Three bytes, or fewer at the end, as four digits. */
static void
add_group(struct buf *out, const unsigned char *p, size_t n)
{
	unsigned v = (unsigned)p[0] << 16;

	v |= n > 1 ? (unsigned)p[1] << 8 : 0;
	v |= n > 2 ? (unsigned)p[2] : 0;
	buf_addc(out, digits[v >> 18]);
	buf_addc(out, digits[v >> 12 & 63]);
	buf_addc(out, n > 1 ? digits[v >> 6 & 63] : '=');
	buf_addc(out, n > 2 ? digits[v & 63] : '=');
}

void
base64_encode(struct buf *out, struct span in)
{
	for (; in.len > 0; in = span_from(in, 3))
		add_group(out, (const unsigned char *)in.p,
		    in.len < 3 ? in.len : 3);
}

/* Four digits or fewer (two at least) as bytes; false if bits are left over. */
static bool
add_bytes(struct buf *out, const int *v, size_t n)
{
	buf_addc(out, (char)(v[0] << 2 | v[1] >> 4));
	if (n == 2)
		return (v[1] & 15) == 0;
	buf_addc(out, (char)((v[1] & 15) << 4 | v[2] >> 2));
	if (n == 3)
		return (v[2] & 3) == 0;
	buf_addc(out, (char)((v[2] & 3) << 6 | v[3]));
	return true;
}

bool
base64_decode(struct buf *out, struct span in)
{
	size_t start = out->len;
	bool good = in.len % 4 == 0;

	for (; in.len > 0 && good; in = span_from(in, 4)) {
		int v[4] = { 0 };
		size_t n = 4;

		while (in.len == 4 && n > 2 && in.p[n - 1] == '=')
			n--;
		for (size_t i = 0; i < n; i++)
			good = (v[i] = digit_value(in.p[i])) >= 0 && good;
		good = good && add_bytes(out, v, n);
	}
	if (!good)
		buf_cut(out, start);
	return good;
}

void
base64_decode_text(struct buf *out, struct span in)
{
	int v[4];
	size_t n = 0;

	for (; in.len > 0 && in.p[0] != '='; in = span_from(in, 1)) {
		if ((v[n] = digit_value(in.p[0])) >= 0 && ++n == 4) {
			add_bytes(out, v, n);
			n = 0;
		}
	}
	if (n > 1)
		add_bytes(out, v, n);
}

static void
put_held(struct base64 *b, struct buf *out)
{
	add_group(out, b->held, b->nheld);
	b->nheld = 0;
	b->col += 4;
	if (b->col == LINE) {
		buf_addc(out, '\n');
		b->col = 0;
	}
}

void
base64_push(struct base64 *b, struct span in, struct buf *out)
{
	for (size_t i = 0; i < in.len; i++) {
		b->held[b->nheld++] = (unsigned char)in.p[i];
		if (b->nheld == 3)
			put_held(b, out);
	}
}

void
base64_end(struct base64 *b, struct buf *out)
{
	if (b->nheld > 0)
		put_held(b, out);
	if (b->col > 0)
		buf_addc(out, '\n');
	b->col = 0;
}
