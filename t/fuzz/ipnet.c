/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "table/ipnet.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A network contains the address that it is written with. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf bad = BUF_INIT;
	struct ipnet net;
	struct ipaddr a;

	if (ipnet_parse(&net, in, &bad)) {
		if (net.prefix > net.base.bits || !ipnet_has(&net, &net.base))
			abort();
	} else if (bad.len == 0) {
		abort();
	}
	if (ipaddr_parse(&a, in) && a.bits != 32 && a.bits != 128)
		abort();
	buf_clear(&bad);
	return 0;
}
