/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "../../cmd/cleanup/action.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
inside(struct span part, struct span whole)
{
	return part.len == 0 || (part.p >= whole.p &&
	    part.p + part.len <= whole.p + whole.len);
}

/* The text is a part of the value, has no blanks around, and the name that was
 * read stands in front. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span value = { (const char *)data, size }, text;
	enum action a = action_read(value, &text);

	if (!inside(text, value) || span_trim(text).len != text.len)
		abort();
	if (a != ACTION_UNKNOWN && !span_casestarts(span_trim(value),
	    span_str(action_name(a))))
		abort();
	if (action_fault(a, text) == NULL && text.len == 0 &&
	    (a == ACTION_REPLACE || a == ACTION_BCC || a == ACTION_FILTER))
		abort();
	return 0;
}
