/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "../../cmd/smtp/sevenbit.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
convert(struct buf *out, struct span in, size_t piece)
{
	struct mime_limits limits = { 0, 5, 20 };
	struct sevenbit s;

	sevenbit_init(&s, &limits);
	for (; in.len > 0; in = span_from(in, piece))
		sevenbit_push(&s, span_head(in, piece), out);
	sevenbit_end(&s, out);
	bool is_signed = s.is_signed;
	sevenbit_clear(&s);
	return is_signed;
}

/* However it comes, the same comes of it; and what was converted once has
 * nothing left to convert. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf one = BUF_INIT, two = BUF_INIT;
	int piece = span_byte(&in);

	convert(&one, in, SIZE_MAX);
	convert(&two, in, piece > 0 ? (size_t)piece : 1);
	if (!span_eq(buf_span(&one), buf_span(&two)))
		abort();
	buf_clear(&one);
	buf_clear(&two);
	return 0;
}
