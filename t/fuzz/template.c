/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "table/template.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
quote(void *arg, struct buf *out, struct span s)
{
	if (s.len == 0)
		abort();
	buf_addc(out, '<');
	buf_addspan(out, s);
	buf_addc(out, '>');
}

/* The format, a NUL, the key, a NUL, the value. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, part[3];
	struct buf out = BUF_INIT;

	for (int i = 0; i < 3; i++)
		if (!span_split(&in, '\0', &part[i]))
			part[i] = SPAN("");
	char *format = span_dup(part[0]);
	buf_adds(&out, "x");
	if (!template_query(&out, format, part[1], quote, NULL) && out.len != 1)
		abort();
	buf_cut(&out, 1);
	if (!template_result(&out, format, part[2], part[1]) && out.len != 1)
		abort();
	if (out.len > 1 && template_check(format) == NULL &&
	    !template_fits(format, part[1]))
		abort();
	free(format);
	buf_clear(&out);
	return 0;
}
