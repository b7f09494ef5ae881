/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "msg/base64.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf coded = BUF_INIT, plain = BUF_INIT;
	struct base64 s = BASE64_INIT;

	base64_encode(&coded, in);
	if (!base64_decode(&plain, buf_span(&coded)) ||
	    !span_eq(buf_span(&plain), in))
		abort();
	/* There is but one coded form. */
	buf_reset(&coded);
	buf_reset(&plain);
	if (base64_decode(&plain, in)) {
		base64_encode(&coded, buf_span(&plain));
		if (!span_eq(buf_span(&coded), in))
			abort();
	}
	buf_reset(&coded);
	buf_reset(&plain);
	base64_push(&s, span_head(in, size / 2), &coded);
	base64_push(&s, span_from(in, size / 2), &coded);
	base64_end(&s, &coded);
	base64_decode_text(&plain, buf_span(&coded));
	if (!span_eq(buf_span(&plain), in))
		abort();
	buf_clear(&coded);
	buf_clear(&plain);
	return 0;
}
