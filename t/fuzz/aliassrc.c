/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "table/aliassrc.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A value that was put in order once stays as it is. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf name = BUF_INIT, value = BUF_INIT;
	struct buf line = BUF_INIT, again = BUF_INIT;
	struct span in = { (const char *)data, size };

	if (aliassrc_line(in, &name, &value) == NULL) {
		buf_adds(&line, "x:");
		buf_addspan(&line, buf_span(&value));
		buf_reset(&name);
		if (aliassrc_line(buf_span(&line), &name, &again) != NULL ||
		    !span_eq(buf_span(&value), buf_span(&again)))
			abort();
	}
	buf_clear(&name);
	buf_clear(&value);
	buf_clear(&line);
	buf_clear(&again);
	return 0;
}
