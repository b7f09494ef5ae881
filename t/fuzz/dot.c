/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "wire/dot.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The end as RFC 5321 has it, found in another way. */
static size_t
true_end(struct span in)
{
	if (span_starts(in, SPAN(".\r\n")))
		return 3;
	for (size_t i = 0; i + 5 <= in.len; i++)
		if (memcmp(in.p + i, "\r\n.\r\n", 5) == 0)
			return i + 5;
	return SPAN_NONE;
}

static bool
unstuff(struct buf *out, struct span in, size_t piece, struct span *rest)
{
	struct dot d = DOT_INIT;

	while (in.len > 0) {
		struct span part = span_head(in, piece);
		size_t was = part.len;
		bool end = dot_unstuff(&d, &part, out);

		in = span_from(in, was - part.len);
		*rest = in;
		if (end)
			return true;
	}
	return false;
}

/* What goes out comes in again, and ends where it was ended. */
static void
round_trip(struct span text, size_t limit)
{
	struct dot_out d = { .limit = limit };
	struct buf sent = BUF_INIT, got = BUF_INIT, again = BUF_INIT;
	struct span rest;

	dot_stuff(&d, text, &sent);
	dot_end(&d, &sent);
	if (!unstuff(&got, buf_span(&sent), 3, &rest) || rest.len > 0)
		abort();
	if (memchr(got.s, '\r', got.len) != NULL)
		abort();
	d = (struct dot_out){ .limit = limit };
	dot_stuff(&d, buf_span(&got), &again);
	dot_end(&d, &again);
	if (!span_eq(buf_span(&sent), buf_span(&again)))
		abort();
	buf_clear(&sent);
	buf_clear(&got);
	buf_clear(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, rest = { NULL, 0 };
	struct buf one = BUF_INIT, two = BUF_INIT;
	int piece = span_byte(&in);
	bool end = unstuff(&one, in, SIZE_MAX, &rest);

	if (end != (true_end(in) != SPAN_NONE))
		abort();
	if (end && in.len - rest.len != true_end(in))
		abort();
	if (end && one.len > 0 && one.s[one.len - 1] != '\n')
		abort();
	unstuff(&two, in, piece > 0 ? (size_t)piece : 1, &rest);
	if (!span_eq(buf_span(&one), buf_span(&two)))
		abort();
	round_trip(buf_span(&one), 0);
	round_trip(in, 0);
	round_trip(in, 20);
	buf_clear(&one);
	buf_clear(&two);
	return 0;
}
