/* SPDX-License-Identifier: ISC */
#include "net/stream.h"

#include <errno.h>
#include <poll.h>

#include "sys/clock.h"
#include "sys/io.h"

enum { READ_SIZE = 32768 };

void
stream_init(struct stream *s, int in, int out)
{
	*s = (struct stream){ .in = in, .out = out, .rd = BUF_INIT,
	    .wr = BUF_INIT, .limit = -1, .deadline = -1 };
}

void
stream_clear(struct stream *s)
{
	buf_clear(&s->rd);
	buf_clear(&s->wr);
	s->taken = 0;
}

void
stream_change(struct stream *s, int in, int out)
{
	s->in = in;
	s->out = out;
	buf_reset(&s->rd);
	buf_reset(&s->wr);
	s->taken = 0;
}

void
stream_limit(struct stream *s, int64_t seconds)
{
	s->limit = seconds * 1000;
}

void
stream_request(struct stream *s, uint64_t rate)
{
	s->deadline = clock_ms() + s->limit;
	s->rate = rate;
}

void
stream_until(struct stream *s, int64_t deadline)
{
	s->deadline = deadline;
	s->rate = 0;
}

void
stream_no_request(struct stream *s)
{
	s->deadline = -1;
	s->rate = 0;
}

struct span
stream_data(const struct stream *s)
{
	return span_from(buf_span(&s->rd), s->taken);
}

void
stream_take(struct stream *s, size_t n)
{
	s->taken += n;
	if (s->taken == s->rd.len) {
		buf_reset(&s->rd);
		s->taken = 0;
	}
}

struct buf *
stream_out(struct stream *s)
{
	return &s->wr;
}

enum stream_got
stream_flush(struct stream *s)
{
	struct span left = buf_span(&s->wr);
	enum stream_got got = s->broken ? STREAM_EOF : STREAM_OK;

	while (got == STREAM_OK && left.len > 0) {
		ssize_t n = io_write_some(s->out, left);
		int r = n == 0 ? io_wait(s->out, POLLOUT, (int)s->limit) : 1;

		if (r == 0)
			got = STREAM_TIMEOUT;
		else if (r < 0 || n < 0)
			got = STREAM_EOF;
		else
			left = span_from(left, (size_t)n);
	}
	s->broken = s->broken || got != STREAM_OK;
	buf_reset(&s->wr);
	return got;
}

static int
time_left(const struct stream *s)
{
	return s->deadline >= 0 ? clock_left(s->deadline) : (int)s->limit;
}

/* What came in time pushes the deadline back. */
static void
move_deadline(struct stream *s, size_t n)
{
	if (s->deadline < 0 || s->rate == 0)
		return;
	int64_t most = clock_ms() + s->limit;

	s->deadline += (int64_t)((uint64_t)n * 1000 / s->rate);
	if (s->deadline > most)
		s->deadline = most;
}

static enum stream_got
read_more(struct stream *s)
{
	buf_drop(&s->rd, s->taken);
	s->taken = 0;
	ssize_t n = io_read(s->in, &s->rd, READ_SIZE);
	if (n > 0) {
		move_deadline(s, (size_t)n);
		return STREAM_OK;
	}
	return n < 0 && errno == EAGAIN ? STREAM_OK : STREAM_EOF;
}

enum stream_got
stream_fill(struct stream *s)
{
	enum stream_got got = stream_flush(s);

	if (got != STREAM_OK)
		return got;
	int r = io_wait(s->in, POLLIN, time_left(s));
	if (r <= 0)
		return r == 0 ? STREAM_TIMEOUT : STREAM_EOF;
	return read_more(s);
}

bool
stream_pending(struct stream *s)
{
	if (s->taken < s->rd.len)
		return true;
	return io_wait(s->in, POLLIN, 0) > 0 && read_more(s) == STREAM_OK &&
	    s->rd.len > 0;
}
