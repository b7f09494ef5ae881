/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "conf/mastercf.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
look(const struct mastercf_entry *e)
{
	struct span name, value;
	size_t at = 0;

	while (mastercf_option(e, &at, &name, &value))
		if (name.len == 0 || at > e->nargs)
			abort();
	mastercf_check(e, "f", NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mastercf m = MASTERCF_INIT;
	struct why w = WHY_INIT;
	struct span text = { (const char *)data, size };

	if (mastercf_parse(&m, text, "master.cf", &w) != OUT_OK &&
	    w.text.len == 0)
		abort();
	for (size_t i = 0; i < m.n; i++)
		look(&m.entries[i]);
	mastercf_clear(&m);
	why_clear(&w);
	return 0;
}
