/* SPDX-License-Identifier: ISC
 *
 * What is encoded has no control bytes and decodes to what it was.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "queue/escape.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span raw = { (const char *)data, size };
	struct buf b = BUF_INIT, back = BUF_INIT;

	escape_add_word(&b, raw);
	for (size_t i = 0; i < b.len; i++)
		if (ascii_ctrl(b.s[i]) || b.s[i] == ' ')
			abort();
	if (!escape_decode(&back, buf_span(&b)) ||
	    !span_eq(buf_span(&back), raw))
		abort();
	buf_reset(&back);
	escape_decode(&back, raw);
	buf_clear(&b);
	buf_clear(&back);
	return 0;
}
