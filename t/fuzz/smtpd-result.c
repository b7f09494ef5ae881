/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "../../cmd/smtpd/result.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A code is always whole, and stays so whatever it is about. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct result r;

	result_parse(&r, in);
	if (r.verdict == RESULT_REPLY && (r.code < 400 || r.code > 599))
		abort();
	if (r.dsn[0] == '\0')
		return 0;
	for (int of = RESULT_OF_SENDER; of <= RESULT_OF_OTHERS; of++) {
		result_fix_dsn(r.dsn, (enum result_of)of);
		if (!dsn_ok(span_str(r.dsn)))
			abort();
	}
	return 0;
}
