/* SPDX-License-Identifier: ISC */
#include "agent/milterio.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "conf/param.h"
#include "net/dial.h"
#include "sys/clock.h"
#include "sys/io.h"

enum { READ_SIZE = 16384 };

void
milter_hang_up(struct milter *m)
{
	io_close(&m->fd);
	buf_reset(&m->rd);
	buf_reset(&m->wr);
	m->taken = 0;
}

static bool
flush(struct milter *m, int64_t deadline)
{
	struct span rest = buf_span(&m->wr);

	while (rest.len > 0) {
		ssize_t n = io_write_some(m->fd, rest);
		int ready = 1;

		if (n == 0)
			ready = io_wait(m->fd, POLLOUT, clock_left(deadline));
		if (n < 0 || ready <= 0) {
			if (ready == 0)
				errno = ETIMEDOUT;
			milter_fail(m, strerror(errno));
			return false;
		}
		rest = span_from(rest, (size_t)n);
	}
	buf_reset(&m->wr);
	return true;
}

static bool
fill(struct milter *m, int64_t deadline)
{
	int ready = io_wait(m->fd, POLLIN, clock_left(deadline));
	ssize_t n;

	if (ready == 0)
		errno = ETIMEDOUT;
	n = ready > 0 ? io_read(m->fd, &m->rd, READ_SIZE) : -1;
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return true;
	if (n <= 0) {
		milter_fail(m, n == 0 ? "lost connection" : strerror(errno));
		return false;
	}
	return true;
}

bool
milter_get(struct milter *m, int64_t seconds, char *letter, struct span *data)
{
	int64_t deadline = clock_ms() + seconds * 1000;

	buf_drop(&m->rd, m->taken);
	m->taken = 0;
	for (;;) {
		struct span in = buf_span(&m->rd);

		switch (milter_take(&in, letter, data)) {
		case MILTER_OK:
			m->taken = m->rd.len - in.len;
			return true;
		case MILTER_BAD:
			milter_fail(m, "malformed packet");
			return false;
		case MILTER_MORE:
			break;
		}
		if (!fill(m, deadline))
			return false;
	}
}

bool
milter_put(struct milter *m, int64_t seconds)
{
	return flush(m, clock_ms() + seconds * 1000);
}

void
milter_dial(struct milter *m)
{
	struct span name = span_str(m->name), path;
	struct buf where = BUF_INIT, bad = BUF_INIT;

	if (span_starts(name, SPAN("local:")) ||
	    span_starts(name, SPAN("unix:"))) {
		path = span_from(name, span_find(name, ':') + 1);
		buf_adds(&where, "unix:");
		if (path.len > 0 && path.p[0] != '/')
			buf_addf(&where, "%s/", param_str(P_queue_directory));
		buf_addspan(&where, path);
	} else
		buf_addspan(&where, name);
	m->fd = dial(buf_span(&where), clock_ms() +
	    m->connect_limit * 1000, &bad);
	if (m->fd < 0)
		milter_fail(m, bad.s);
	buf_clear(&where);
	buf_clear(&bad);
}
