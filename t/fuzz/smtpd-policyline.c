/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "../../cmd/smtpd/policyline.h"
#include "base/ascii.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What it takes for an action is one clean line; and what it writes is, too. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, action = SPAN("");
	struct buf b = BUF_INIT;

	if (policyline_read(in, &action) == POLICYLINE_DONE)
		for (size_t i = 0; i < action.len; i++)
			if (ascii_ctrl(action.p[i]) && action.p[i] != '\t')
				abort();
	policyline_add(&b, "x", in);
	if (span_find(buf_span(&b), '\n') != b.len - 1)
		abort();
	buf_clear(&b);
	return 0;
}
