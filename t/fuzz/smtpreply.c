/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "wire/smtpreply.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_written(struct span out)
{
	struct span line;

	while (out.len > 0 && span_split(&out, '\n', &line)) {
		if (line.len < 5 || line.len > 511 || line.p[line.len - 1] != '\r')
			abort();
		for (size_t i = 0; i + 1 < line.len; i++)
			if (ascii_ctrl(line.p[i]))
				abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, line, rest = in;
	struct smtpreply r = SMTPREPLY_INIT;
	struct buf out = BUF_INIT;
	enum smtpreply_got got = SMTPREPLY_MORE;

	smtpreply_reset(&r);
	while (got == SMTPREPLY_MORE && span_split(&rest, '\n', &line)) {
		got = smtpreply_push(&r, line);
		if (r.text.len > SMTPREPLY_TEXT)
			abort();
	}
	for (size_t i = 0; i < r.text.len; i++)
		if (ascii_ctrl(r.text.s[i]))
			abort();
	if (got == SMTPREPLY_DONE && (!dsn_ok(span_str(r.dsn)) ||
	    r.code < 200 || r.code > 599))
		abort();
	smtpreply_add(&out, 250, "2.0.0", in);
	check_written(buf_span(&out));
	buf_reset(&out);
	smtpreply_add(&out, 550, NULL, in);
	check_written(buf_span(&out));
	buf_clear(&out);
	smtpreply_clear(&r);
	return 0;
}
