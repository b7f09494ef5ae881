/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "table/delimited.h"
#include "table/subst.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct span
part(const void *arg, size_t n)
{
	if (n == 0 || n > 9)
		abort();
	return *(const struct span *)arg;
}

/* Groups that a checked result asks for are those that there are. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, pattern, letters;
	struct buf bad = BUF_INIT, out = BUF_INIT;

	if (delimited_take(&in, &pattern, &letters, &bad)) {
		if (pattern.p < (const char *)data ||
		    in.p + in.len != (const char *)data + size)
			abort();
	} else if (bad.len == 0) {
		abort();
	}
	char *result = span_dup(in);
	buf_reset(&bad);
	subst_check(result, 9, &bad);
	if (bad.len == 0)
		subst_add(&out, result, part, &in);
	if (!subst_used(result) && bad.len > 0)
		abort();
	free(result);
	buf_clear(&bad);
	buf_clear(&out);
	return 0;
}
