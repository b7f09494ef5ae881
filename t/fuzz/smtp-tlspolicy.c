/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "../../cmd/smtp/tlspolicy.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A policy is read whole, or it is said what is wrong. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct tlsdefaults d = { .verify = "hostname", .secure = "nexthop",
	    .fingerprint = "" };
	struct tlspolicy p;
	struct buf bad = BUF_INIT, names = BUF_INIT;

	tlspolicy_init(&p);
	bool good = tlspolicy_read(&p, in, &bad);
	if (good == (bad.len > 0))
		abort();
	if (good)
		tlspolicy_names(&d, &p, SPAN("h"), SPAN("d"), &names);
	if (names.len > 4 * size + 100)
		abort();
	tlspolicy_clear(&p);
	buf_clear(&bad);
	buf_clear(&names);
	return 0;
}
