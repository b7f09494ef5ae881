/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "net/resolve.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A type, then the packet. Names of hosts are never empty, but that of a
 * null MX. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned types[] = { DNS_A, DNS_AAAA, DNS_MX, DNS_TXT,
	    DNS_NS, DNS_PTR, DNS_TLSA, DNS_CNAME };
	struct resolve_answer a = RESOLVE_ANSWER_INIT;
	struct span next;

	if (size < 1)
		return 0;
	unsigned type = types[data[0] % 8];
	enum resolved got = resolve_read((struct span){
	    (const char *)data + 1, size - 1 }, SPAN("a.test"), type, &a,
	    &next);
	if (a.n > RESOLVE_RECORDS || (got == RESOLVED_OK && a.n == 0))
		abort();
	for (size_t i = 0; got == RESOLVED_OK && i < a.n; i++)
		if (a.rr[i].type == DNS_MX && a.rr[i].data.len == 0)
			abort();
	resolve_sort(&a);
	resolve_clear(&a);
	return 0;
}
