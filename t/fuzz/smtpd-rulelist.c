/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "../../cmd/smtpd/rulelist.h"
#include "../../cmd/smtpd/rules.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Without a colon in it, a list names no table and no server. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct rulebook b = { .nclasses = 0 };
	struct rulelist l = { .n = 0 };

	rulelist_read(&l, &b, in);
	for (size_t i = 0; i < l.n; i++)
		if (l.items[i].name == NULL)
			abort();
	if (memchr(data, ':', size) == NULL && b.ntables + b.npolicies > 0)
		abort();
	rulelist_guards(&l);
	rulelist_clear(&l);
	rulebook_clear(&b);
	return 0;
}
