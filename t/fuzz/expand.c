/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "conf/expand.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input's lines are the values of $a, $b, ...; the last is expanded. */
static bool
line_of(void *ctx, struct span name, struct span *value)
{
	struct span *text = ctx, rest = *text;

	if (name.len != 1 || name.p[0] < 'a')
		return false;
	for (int i = 0; i <= name.p[0] - 'a'; i++)
		if (!span_split(&rest, '\n', value))
			return false;
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = { (const char *)data, size };
	struct expand e = { .value = line_of, .ctx = &text };
	size_t last = span_rfind(text, '\n');
	struct buf out = BUF_INIT;
	struct why w = WHY_INIT;

	for (int flat = 0; flat < 2; flat++) {
		e.flat = flat;
		e.allow = flat ? "abc" : NULL;
		if (expand(&out, last == SPAN_NONE ? text :
		    span_from(text, last + 1), &e, &w) != OUT_OK &&
		    (out.len > 0 || w.text.len == 0))
			abort();
		buf_reset(&out);
	}
	buf_clear(&out);
	why_clear(&w);
	return 0;
}
