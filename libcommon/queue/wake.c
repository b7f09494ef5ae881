/* SPDX-License-Identifier: ISC */
#include "queue/wake.h"

#include <errno.h>

#include "sys/fifo.h"
#include "wire/record.h"

const char wake_run_fifo[] = "public/runq";
const char wake_flush_fifo[] = "public/flush";
const char wake_inbox_fifo[] = "pid/runq";

enum { SITE_MAX = 255 };

int
wake_run(const struct queue *q)
{
	return fifo_send(q->fd, wake_run_fifo, SPAN("w"));
}

/* The record first, then the byte that makes a run look for it. */
static int
ask(const struct queue *q, char letter, struct span data)
{
	struct buf b = BUF_INIT;

	record_add(&b, letter, data);
	int r = fifo_send(q->fd, wake_flush_fifo, buf_span(&b));
	buf_clear(&b);
	if (r == 0)
		wake_run(q);
	return r;
}

int
wake_flush_all(const struct queue *q)
{
	return ask(q, 'f', SPAN(""));
}

int
wake_flush_id(const struct queue *q, const struct id *id)
{
	return ask(q, 'i', span_str(id->s));
}

int
wake_flush_site(const struct queue *q, struct span site)
{
	return site.len <= SITE_MAX ? ask(q, 's', site) : (errno = EINVAL, -1);
}
