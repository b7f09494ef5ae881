/* SPDX-License-Identifier: ISC
 *
 * Whatever the lines are: each note read can be written and read again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "queue/journal.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf scratch = BUF_INIT, b = BUF_INIT, scratch2 = BUF_INIT;
	struct note n, m;

	free(journal_last(in, 4));
	while (journal_take(&in, &n, &scratch)) {
		buf_reset(&b);
		journal_add(&b, &n);
		struct span again = buf_span(&b);
		if (!journal_take(&again, &m, &scratch2) || again.len != 0 ||
		    m.rcpt != n.rcpt || m.out != n.out ||
		    !span_eq(m.text, n.text) || !span_eq(m.relay, n.relay))
			abort();
	}
	buf_clear(&scratch);
	buf_clear(&scratch2);
	buf_clear(&b);
	return 0;
}
