/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "wire/dsn.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size }, type, rest = in;
	struct buf b = BUF_INIT;
	char code[DSN_SIZE];
	unsigned notify = 0, again = 0;
	enum dsn_ret ret;

	if (dsn_take(&rest, code) && !dsn_ok(span_str(code)))
		abort();
	dsn_of_reply(550, in, code);
	if (code[0] != '5' || !dsn_ok(span_str(code)))
		abort();
	if (dsn_notify(in, &notify)) {
		dsn_notify_add(&b, notify);
		if (!dsn_notify(buf_span(&b), &again) || again != notify)
			abort();
		buf_reset(&b);
	}
	dsn_ret(in, &ret);
	dsn_envid_ok(in);
	if (dsn_orcpt(in, &type, &b) && type.len == 0)
		abort();
	for (size_t i = 0; i < b.len; i++)
		if (ascii_ctrl(b.s[i]))
			abort();
	buf_clear(&b);
	return 0;
}
