/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "wire/haproxy.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Read piece by piece as it asks for it, a header never needs more than is
 * left, and its end does not depend on what follows. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, 0 };
	struct haproxy h;
	size_t want;

	while ((want = haproxy_want(in)) > 0 && in.len + want <= size)
		in.len += want;
	if (in.len > HAPROXY_MAX)
		abort();
	enum haproxy_got got = haproxy_parse(in, &h);
	if ((want > 0) != (got == HAPROXY_MORE))
		abort();
	if (got == HAPROXY_OK && (h.src[0] == '\0' || h.dst[0] == '\0' ||
	    h.src_port < 0 || h.src_port > 65535))
		abort();
	in.len = size;
	haproxy_parse(in, &h);
	return 0;
}
