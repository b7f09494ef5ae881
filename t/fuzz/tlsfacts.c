/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "wire/record.h"
#include "wire/tlsfacts.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_all(struct tlsfacts *f, struct span in)
{
	struct span data;
	char letter;

	while (record_take(&in, RECORD_MAX, &letter, &data) == RECORD_OK)
		tlsfacts_read(f, data);
}

/* Facts that were read come out the same, and without control bytes. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tlsfacts f, g;
	struct buf once = BUF_INIT, twice = BUF_INIT;

	tlsfacts_init(&f);
	tlsfacts_init(&g);
	read_all(&f, (struct span){ (const char *)data, size });
	tlsfacts_write(&once, 'F', &f);
	read_all(&g, buf_span(&once));
	tlsfacts_write(&twice, 'F', &g);
	if (!span_eq(buf_span(&once), buf_span(&twice)))
		abort();
	for (size_t i = 0; i < once.len; i++)
		if (ascii_ctrl(once.s[i]))
			abort();
	buf_clear(&once);
	buf_clear(&twice);
	tlsfacts_clear(&f);
	tlsfacts_clear(&g);
	return 0;
}
