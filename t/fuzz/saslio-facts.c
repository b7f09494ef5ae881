/* SPDX-License-Identifier: ISC */
#include "../../cmd/saslio/facts.h"

#include <stdint.h>
#include <stdlib.h>

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Lines are facts; none brings a NUL into what C strings are made of. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, line;
	struct facts f;

	facts_init(&f);
	while (span_split(&in, '\n', &line))
		facts_take(&f, line);
	if (strlen(f.host.s) != f.host.len || strlen(f.realm.s) != f.realm.len ||
	    strlen(f.username.s) != f.username.len)
		abort();
	facts_allow(&f, f.options);
	facts_clear(&f);
	return 0;
}
