/* SPDX-License-Identifier: ISC */
#include "../../cmd/saslio/dovecotline.h"

#include <stdint.h>
#include <stdlib.h>

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must_be_one_line(struct buf *b)
{
	if (span_find(buf_span(b), '\n') != b->len - 1)
		abort();
	buf_reset(b);
}

/* What a client may choose, as what is told of it. */
static void
ask(struct span text)
{
	struct buf b = BUF_INIT;
	struct facts f;

	facts_init(&f);
	buf_set(&f.service, text);
	buf_set(&f.client, text);
	buf_set(&f.server, text);
	dovecotline_auth(&b, 1, text, &f, &text);
	must_be_one_line(&b);
	dovecotline_cont(&b, 1, text);
	must_be_one_line(&b);
	facts_clear(&f);
	buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, line;
	struct dovecotline d = DOVECOTLINE_INIT;

	ask(in);
	while (span_split(&in, '\n', &line)) {
		enum dovecot_kind kind = dovecotline_read(&d, line);

		if (kind == DOVECOT_OK && d.user.len == 0)
			abort();
		if (kind == DOVECOT_MECH &&
		    span_find(d.name, '\t') != SPAN_NONE)
			abort();
	}
	dovecotline_clear(&d);
	return 0;
}
