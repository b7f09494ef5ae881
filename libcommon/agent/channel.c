/* SPDX-License-Identifier: ISC */
#include "agent/channel.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "sys/fdpass.h"
#include "sys/io.h"
#include "wire/record.h"

enum { READ_SIZE = 65536, FLUSH_AT = 65536 };

void
channel_init(struct channel *c, int in, int out)
{
	*c = (struct channel){ .in = in, .out = out, .rd = BUF_INIT,
	    .wr = BUF_INIT };
}

void
channel_clear(struct channel *c)
{
	buf_clear(&c->rd);
	buf_clear(&c->wr);
	c->taken = 0;
	while (c->nfds > 0)
		close(c->fd[--c->nfds]);
}

void
channel_want_fds(struct channel *c)
{
	c->wants_fds = true;
}

int
channel_take_fd(struct channel *c)
{
	if (c->nfds == 0)
		return -1;
	int fd = c->fd[0];
	memmove(c->fd, c->fd + 1, (size_t)--c->nfds * sizeof(c->fd[0]));
	return fd;
}

int
channel_put_fd(struct channel *c, char letter, struct span data, int fd)
{
	struct buf b = BUF_INIT;
	int r = channel_flush(c);

	record_add(&b, letter, data);
	ssize_t n = r == 0 ? fdpass_send(c->out, buf_span(&b), &fd, 1) : -1;
	if (n > 0)
		r = io_write(c->out, span_from(buf_span(&b), (size_t)n));
	buf_clear(&b);
	return n > 0 ? r : -1;
}

static ssize_t
read_fds(struct channel *c)
{
	int fd[FDPASS_MAX], got;
	ssize_t n = fdpass_recv(c->in, &c->rd, READ_SIZE, fd, &got);

	for (int i = 0; n >= 0 && i < got; i++)
		if (c->nfds < CHAN_FDS)
			c->fd[c->nfds++] = fd[i];
		else
			close(fd[i]);
	return n;
}

static ssize_t
read_some(struct channel *c)
{
	if (c->wants_fds) {
		ssize_t n = read_fds(c);

		if (n >= 0 || errno != ENOTSOCK)
			return n;
		c->wants_fds = false;
	}
	return io_read(c->in, &c->rd, READ_SIZE);
}

static enum chan_got
read_more(struct channel *c, int timeout_ms)
{
	buf_drop(&c->rd, c->taken);
	c->taken = 0;
	if (channel_flush(c) < 0)
		return CHAN_ERROR;
	if (timeout_ms >= 0) {
		int r = io_wait(c->in, POLLIN, timeout_ms);

		if (r <= 0)
			return r == 0 ? CHAN_TIMEOUT : CHAN_ERROR;
	}
	ssize_t n = read_some(c);
	if (n > 0)
		return CHAN_OK;
	return n == 0 ? CHAN_EOF : CHAN_ERROR;
}

enum chan_got
channel_get(struct channel *c, int timeout_ms, char *letter, struct span *data)
{
	for (;;) {
		struct span in = span_from(buf_span(&c->rd), c->taken);
		size_t before = in.len;
		enum chan_got got;

		switch (record_take(&in, RECORD_MAX, letter, data)) {
		case RECORD_OK:
			c->taken += before - in.len;
			return CHAN_OK;
		case RECORD_BAD:
			return CHAN_BAD;
		case RECORD_MORE:
			break;
		}
		got = read_more(c, timeout_ms);
		if (got == CHAN_EOF && c->rd.len > 0)
			return CHAN_BAD;
		if (got != CHAN_OK)
			return got;
	}
}

bool
channel_ready(const struct channel *c)
{
	struct span in = span_from(buf_span(&c->rd), c->taken), data;
	char letter;

	return record_take(&in, RECORD_MAX, &letter, &data) != RECORD_MORE;
}

int
channel_put(struct channel *c, char letter, struct span data)
{
	record_add(&c->wr, letter, data);
	return c->wr.len >= FLUSH_AT ? channel_flush(c) : 0;
}

int
channel_flush(struct channel *c)
{
	int r = c->wr.len > 0 ? io_write(c->out, buf_span(&c->wr)) : 0;

	buf_reset(&c->wr);
	return r;
}

const char *
chan_text(enum chan_got got)
{
	switch (got) {
	case CHAN_OK:
		return "no error";
	case CHAN_EOF:
		return "ended too early";
	case CHAN_TIMEOUT:
		return "timed out";
	case CHAN_BAD:
		return "sent a malformed record";
	case CHAN_ERROR:
		return strerror(errno);
	}
	return "?";
}
