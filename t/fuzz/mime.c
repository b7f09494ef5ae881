/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "msg/mime.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
add(struct buf *out, struct buf *kinds, enum mime_got got,
    const struct mime_event *ev)
{
	buf_addspan(out, ev->text);
	if (got == MIME_HEADER)
		buf_addc(out, '\n');
	/* a long line comes in pieces that depend on the input's */
	if (got != MIME_BODY || kinds->len < 2 ||
	    kinds->s[kinds->len - 2] != 'B')
		buf_addf(kinds, "%c%d", "MHEBX"[got], ev->where);
}

static unsigned
walk(struct buf *out, struct buf *kinds, struct span in, size_t piece)
{
	struct mime_limits limits = { 0, 5, 20 };
	struct mime m;
	struct mime_event ev = { 0 };
	enum mime_got got;

	mime_init(&m, &limits);
	for (; in.len > 0; in = span_from(in, piece)) {
		/* a copy that goes away, to see whether pieces outlive it */
		char *copy = span_dup(span_head(in, piece));
		struct span part = { copy, span_head(in, piece).len };

		while ((got = mime_take(&m, &part, &ev)) != MIME_MORE)
			add(out, kinds, got, &ev);
		free(copy);
	}
	while ((got = mime_finish(&m, &ev)) != MIME_END)
		add(out, kinds, got, &ev);
	mime_clear(&m);
	return m.flaws;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	struct buf one = BUF_INIT, two = BUF_INIT;
	struct buf kinds1 = BUF_INIT, kinds2 = BUF_INIT;
	int piece = span_byte(&in);
	unsigned flaws = walk(&one, &kinds1, in, SIZE_MAX);

	if (walk(&two, &kinds2, in, piece > 0 ? (size_t)piece : 1) != flaws ||
	    !span_eq(buf_span(&one), buf_span(&two)) ||
	    !span_eq(buf_span(&kinds1), buf_span(&kinds2)))
		abort();
	/* All of it comes out, but for a line end that was missing. */
	if (!span_starts(buf_span(&one), in) || one.len > in.len + 1)
		abort();
	buf_reset(&one);
	if (mimetype_param(&one, in, "boundary") && one.len == 0)
		abort();
	buf_clear(&one);
	buf_clear(&two);
	buf_clear(&kinds1);
	buf_clear(&kinds2);
	return 0;
}
