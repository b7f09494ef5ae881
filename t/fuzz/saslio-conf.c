/* SPDX-License-Identifier: ISC */
#include "../../cmd/saslio/saslconf.h"

#include <stdint.h>
#include <stdlib.h>

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A value is one line, without blanks around it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf b = BUF_INIT;

	saslconf_get(in, "pwcheck_method", "auxprop", &b);
	if (span_find(buf_span(&b), '\n') != SPAN_NONE ||
	    span_trim(buf_span(&b)).len != b.len)
		abort();
	saslconf_lists(buf_span(&b), "auxprop");
	buf_clear(&b);
	return 0;
}
