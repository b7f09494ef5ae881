/* SPDX-License-Identifier: ISC */
#include "jump.h"

#include <fcntl.h>

#include "base/num.h"
#include "base/stamp.h"
#include "sys/file.h"
#include "sys/io.h"

enum { DAY = 86400, TEXT_MAX = 64, NOTE_EVERY = 60 };

static const char name[] = "pid/clock";

static bool
last(const struct queue *q, int64_t *sec)
{
	struct buf b = BUF_INIT;
	bool ok = file_read(q->fd, name, &b, TEXT_MAX) == 0 &&
	    num_int(span_trim(buf_span(&b)), 0, INT64_MAX / 4, sec);

	buf_clear(&b);
	return ok;
}

bool
jump_seen(const struct queue *q)
{
	int64_t then, now = stamp_now().sec;

	return last(q, &then) && (now > then + DAY || now < then - DAY);
}

void
jump_note(const struct queue *q)
{
	struct buf b = BUF_INIT;
	int64_t then, now = stamp_now().sec;

	if (last(q, &then) && now >= then && now < then + NOTE_EVERY)
		return;
	int fd = openat(q->fd, name, O_WRONLY | O_CREAT | O_CLOEXEC |
	    O_NOFOLLOW, 0600);
	buf_addf(&b, "%020lld\n", (long long)now);
	if (fd >= 0)
		io_pwrite(fd, buf_span(&b), 0);
	io_close(&fd);
	buf_clear(&b);
}
