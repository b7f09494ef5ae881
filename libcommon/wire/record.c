/* SPDX-License-Identifier: ISC */
#include "wire/record.h"

#include "base/num.h"

enum { LENGTH_DIGITS = 9 };

enum record_got
record_take(struct span *in, size_t max, char *letter, struct span *data)
{
	size_t colon = span_find(span_head(*in, LENGTH_DIGITS + 1), ':');
	uint64_t len;

	if (colon == SPAN_NONE) {
		for (size_t i = 0; i < in->len && i <= LENGTH_DIGITS; i++)
			if (in->p[i] < '0' || in->p[i] > '9')
				return RECORD_BAD;
		return in->len > LENGTH_DIGITS ? RECORD_BAD : RECORD_MORE;
	}
	if (!num_uint(span_head(*in, colon), (uint64_t)max + 1, &len) || len == 0)
		return RECORD_BAD;
	struct span body = span_from(*in, colon + 1);
	if (body.len < len + 1)
		return RECORD_MORE;
	if (body.p[len] != ',')
		return RECORD_BAD;
	*letter = body.p[0];
	*data = span_from(span_head(body, len), 1);
	*in = span_from(body, len + 1);
	return RECORD_OK;
}

void
record_add(struct buf *out, char letter, struct span data)
{
	buf_addf(out, "%zu:%c", data.len + 1, letter);
	buf_addspan(out, data);
	buf_addc(out, ',');
}

void
record_add_pair(struct buf *out, char letter, struct span name,
    struct span value)
{
	buf_addf(out, "%zu:%c", name.len + value.len + 2, letter);
	buf_addspan(out, name);
	buf_addc(out, '=');
	buf_addspan(out, value);
	buf_addc(out, ',');
}

void
record_addf(struct buf *out, char letter, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addfv(&b, fmt, ap);
	va_end(ap);
	record_add(out, letter, buf_span(&b));
	buf_clear(&b);
}
