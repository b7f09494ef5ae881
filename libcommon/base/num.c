/* SPDX-License-Identifier: ISC */
#include "base/num.h"

#include "base/ascii.h"

static bool
digits(struct span s, unsigned base, uint64_t max, uint64_t *out)
{
	uint64_t n = 0;

	if (s.len == 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		int d = ascii_hex(s.p[i]);

		if (d < 0 || (unsigned)d >= base)
			return false;
		if (n > (UINT64_MAX - (unsigned)d) / base)
			return false;
		n = n * base + (unsigned)d;
	}
	if (n > max)
		return false;
	*out = n;
	return true;
}

bool
num_uint(struct span s, uint64_t max, uint64_t *out)
{
	return digits(s, 10, max, out);
}

bool
num_hex(struct span s, uint64_t max, uint64_t *out)
{
	return digits(s, 16, max, out);
}

bool
num_octal(struct span s, uint64_t max, uint64_t *out)
{
	return digits(s, 8, max, out);
}

bool
num_int(struct span s, int64_t min, int64_t max, int64_t *out)
{
	bool minus = s.len > 0 && s.p[0] == '-';
	uint64_t n;

	if (s.len > 0 && (s.p[0] == '-' || s.p[0] == '+'))
		s = span_from(s, 1);
	if (!digits(s, 10, INT64_MAX, &n))
		return false;
	int64_t v = minus ? -(int64_t)n : (int64_t)n;
	if (v < min || v > max)
		return false;
	*out = v;
	return true;
}
