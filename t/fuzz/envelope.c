/* SPDX-License-Identifier: ISC
 *
 * What is accepted can be written, and reads as the same again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "queue/envelope.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_again(const struct buf *text)
{
	struct envelope e = ENVELOPE_INIT;
	struct buf b = BUF_INIT;
	struct span in = buf_span(text);
	uint64_t at = 0;

	if (!envelope_parse(&e, &in, &at) || in.len != 0 || at != text->len)
		abort();
	for (size_t i = 0; i < e.nrcpts; i++)
		if (text->s[e.rcpts[i].at] != e.rcpts[i].state)
			abort();
	envelope_add(&b, &e);
	if (!span_eq(buf_span(&b), buf_span(text)))
		abort();
	buf_clear(&b);
	envelope_clear(&e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct envelope e = ENVELOPE_INIT;
	struct buf b = BUF_INIT;
	uint64_t at = 0;

	if (envelope_parse(&e, &in, &at)) {
		envelope_add(&b, &e);
		check_again(&b);
	}
	buf_clear(&b);
	envelope_clear(&e);
	return 0;
}
