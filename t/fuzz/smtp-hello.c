/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "../../cmd/smtp/hello.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Next hops, and what servers say they can, line by line. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, list = in, line;
	struct session s = { .mechanisms = BUF_INIT, .discard = BUF_INIT };
	struct nexthop n;

	while (nexthop_next(&list, &line))
		if (nexthop_read(&n, line) && (n.host.len == 0 ||
		    n.host.p < line.p ||
		    n.host.p + n.host.len > line.p + line.len))
			abort();
	while (span_split(&in, '\n', &line))
		hello_keyword(&s, line);
	if (s.mechanisms.len > 2000)
		abort();
	buf_clear(&s.mechanisms);
	return 0;
}
