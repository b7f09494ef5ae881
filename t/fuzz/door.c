/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdlib.h>

#include "agent/door.h"
#include "base/ascii.h"
#include "sys/io.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PIPE_HOLDS = 60000 };

static void
must_be_clean(struct span s, size_t max)
{
	if (s.len > max)
		abort();
	for (size_t i = 0; i < s.len; i++)
		if (ascii_ctrl(s.p[i]))
			abort();
}

static void
check(const struct door *d, enum door_got got)
{
	if (got == DOOR_BEGIN)
		must_be_clean(d->text, DOOR_ADDRESS_MAX);
	if (got == DOOR_FACT) {
		must_be_clean(d->name, 64);
		must_be_clean(d->text, DOOR_VALUE_MAX);
	}
	if (got == DOOR_RCPT) {
		must_be_clean(d->rcpt.addr, DOOR_ADDRESS_MAX);
		must_be_clean(d->rcpt.orig, DOOR_ADDRESS_MAX);
		must_be_clean(d->rcpt.orcpt, DOOR_VALUE_MAX);
	}
}

/* Nothing that the door lets in has a control byte, or is too long, but for
 * the content. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = { (const char *)data, size };
	enum door_got got;
	struct door d;
	int fd[2];

	if (size > PIPE_HOLDS || io_pipe(fd) < 0)
		return 0;
	io_write(fd[1], in);
	io_close(&fd[1]);
	door_init(&d, fd[0], -1);
	do {
		got = door_next(&d);
		check(&d, got);
	} while (got != DOOR_END && got != DOOR_LOST);
	door_clear(&d);
	io_close(&fd[0]);
	return 0;
}
