/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "wire/record.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, rest = in, got;
	struct buf out = BUF_INIT;
	char letter;

	/* Records come out as they were, but for zeros before a length. */
	while (record_take(&rest, 100, &letter, &got) == RECORD_OK) {
		struct span back;
		char same;

		if (got.len > 100 || rest.len >= in.len)
			abort();
		buf_reset(&out);
		record_add(&out, letter, got);
		struct span again = buf_span(&out);
		if (record_take(&again, 100, &same, &back) != RECORD_OK ||
		    same != letter || !span_eq(back, got) || again.len > 0)
			abort();
	}
	buf_clear(&out);
	return 0;
}
