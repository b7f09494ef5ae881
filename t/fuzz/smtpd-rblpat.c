/* SPDX-License-Identifier: ISC */
#include <stdint.h>

#include "../../cmd/smtpd/rblpat.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An address, then the pattern. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool match;

	if (size < 4)
		return 0;
	rblpat_match((struct span){ (const char *)data + 4, size - 4 }, data,
	    &match);
	return 0;
}
