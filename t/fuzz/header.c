/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "msg/header.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Puts the input together again from the events: with no bound, what comes out
 * is what went in, whatever the pieces were. */
static void
take_all(struct buf *out, struct span in, size_t piece, size_t max)
{
	struct header_reader r;
	struct header h;
	struct span part = { in.p, 0 };
	enum header_got got = HEADER_MORE;

	header_init(&r, max);
	while (got == HEADER_MORE || got == HEADER_FIELD) {
		if (part.len == 0 && in.len > 0) {
			part = span_head(in, piece);
			in = span_from(in, piece);
		}
		got = part.len > 0 ? header_take(&r, &part, &h) :
		    header_finish(&r, &h);
		if (got == HEADER_FIELD) {
			if (h.name.len == 0 || h.text.len < h.body.len)
				abort();
			if (max > 0 && h.text.len > max + HEADER_NAME_MAX + 1)
				abort();
			buf_addspan(out, h.text);
			buf_addc(out, '\n');
		}
	}
	if (got == HEADER_NOT)
		buf_addspan(out, h.text);
	else if (part.len > 0 || in.len > 0)
		buf_addc(out, '\n');
	buf_addspan(out, part);
	buf_addspan(out, in);
	header_clear(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf whole = BUF_INIT, parts = BUF_INIT;
	int piece = span_byte(&in);

	take_all(&whole, in, SIZE_MAX, 0);
	take_all(&parts, in, piece > 0 ? (size_t)piece : 1, 0);
	if (!span_eq(buf_span(&whole), buf_span(&parts)))
		abort();
	/* but for the last line ends, which a header may do without */
	while (in.len > 0 && in.p[in.len - 1] == '\n')
		in.len--;
	if (!span_starts(buf_span(&whole), in))
		abort();
	take_all(&parts, in, 7, 20);
	buf_reset(&parts);
	header_unfold(&parts, in);
	if (memchr(parts.s, '\n', parts.len) != NULL)
		abort();
	buf_reset(&parts);
	header_add(&parts, "X", in);
	for (size_t i = 0; i + 1 < parts.len; i++)
		if (parts.s[i] == '\n' && parts.s[i + 1] != ' ' &&
		    parts.s[i + 1] != '\t')
			abort();
	buf_clear(&whole);
	buf_clear(&parts);
	return 0;
}
