/* SPDX-License-Identifier: ISC */
#include <stdint.h>

#include "agent/report.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf scratch = BUF_INIT;
	struct result r;
	struct forward f;

	report_read_result(in, &r, &scratch);
	report_read_forward(in, &f, &scratch);
	buf_clear(&scratch);
	return 0;
}
