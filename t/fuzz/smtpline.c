/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "wire/smtpline.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_all(struct buf *out, struct span in, size_t piece)
{
	enum { MAX = 24 };
	struct smtpline l;
	struct buf held = BUF_INIT;

	smtpline_init(&l, MAX);
	for (;;) {
		struct span left = buf_span(&held), line;
		enum smtpline_got got = smtpline_take(&l, &left, &line);

		if (got == LINE_LONG)
			buf_adds(out, "long\n");
		else if (got != LINE_MORE)
			buf_addf(out, "%d %.*s\n", got, SPAN_FMT(line));
		if (got != LINE_LONG && got != LINE_MORE && line.len > MAX)
			abort();
		buf_drop(&held, held.len - left.len);
		if (got != LINE_MORE)
			continue;
		if (held.len >= MAX)
			abort();
		if (in.len == 0)
			break;
		buf_addspan(&held, span_head(in, piece));
		in = span_from(in, piece);
	}
	buf_clear(&held);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf one = BUF_INIT, two = BUF_INIT;
	int piece = span_byte(&in);

	read_all(&one, in, SIZE_MAX);
	read_all(&two, in, piece > 0 ? (size_t)piece : 1);
	if (!span_eq(buf_span(&one), buf_span(&two)))
		abort();
	buf_clear(&one);
	buf_clear(&two);
	return 0;
}
