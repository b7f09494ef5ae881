/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "wire/xtext.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf coded = BUF_INIT, plain = BUF_INIT;

	xtext_encode(&coded, in);
	if (!xtext_ok(buf_span(&coded)) ||
	    !xtext_decode(&plain, buf_span(&coded)) ||
	    !span_eq(buf_span(&plain), in))
		abort();
	buf_reset(&plain);
	if (xtext_decode(&plain, in) != xtext_ok(in))
		abort();
	buf_reset(&plain);
	if (!xtext_decode_utf8(&plain, in) && plain.len > 0)
		abort();
	buf_clear(&coded);
	buf_clear(&plain);
	return 0;
}
