/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "msg/qp.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_coded(struct span coded)
{
	struct span line;

	while (coded.len > 0 && span_split(&coded, '\n', &line)) {
		if (line.len > 76 || (line.len > 0 &&
		    ascii_space(line.p[line.len - 1])))
			abort();
		for (size_t i = 0; i < line.len; i++)
			if (!ascii_print(line.p[i]) && line.p[i] != '\t')
				abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf coded = BUF_INIT, plain = BUF_INIT;
	struct qp q = QP_INIT;

	qp_push(&q, span_head(in, size / 2), &coded);
	qp_push(&q, span_from(in, size / 2), &coded);
	qp_end(&q, &coded);
	check_coded(buf_span(&coded));
	qp_decode(&plain, buf_span(&coded));
	if (!span_eq(buf_span(&plain), in))
		abort();
	buf_reset(&plain);
	qp_decode(&plain, in);
	buf_clear(&coded);
	buf_clear(&plain);
	return 0;
}
