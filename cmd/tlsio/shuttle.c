/* SPDX-License-Identifier: ISC */
#include "shuttle.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sys/clock.h"

enum { ROOM = 16384 };

/* One direction. */
struct half {
	char	data[ROOM];
	size_t	at, len;
	bool	ended;		/* no more will come */
	bool	closed;		/* and the other side knows */
	short	wants;		/* what SSL waits for on the network */
};

struct shuttle {
	const struct ends *e;
	struct half	in, out;	/* from the network, and to it */
	int64_t		deadline;	/* of the last words; -1: none yet */
	bool		broken;
};

/* What OpenSSL says of a call that did not do it. */
static void
note(struct shuttle *s, struct half *h, int r)
{
	switch (SSL_get_error(s->e->ssl, r)) {
	case SSL_ERROR_WANT_READ:
		h->wants = POLLIN;
		break;
	case SSL_ERROR_WANT_WRITE:
		h->wants = POLLOUT;
		break;
	case SSL_ERROR_ZERO_RETURN:
		h->ended = true;
		break;
	default:
		h->ended = true;
		s->broken = true;
	}
}

/* Each of these tells whether it got on. */
static bool
read_net(struct shuttle *s)
{
	struct half *h = &s->in;

	if (h->ended || h->len > 0)
		return false;
	h->wants = 0;
	int r = SSL_read(s->e->ssl, h->data, ROOM);
	if (r <= 0) {
		note(s, h, r);
		return h->ended;
	}
	h->at = 0;
	h->len = (size_t)r;
	return true;
}

static bool
write_plain(struct shuttle *s)
{
	struct half *h = &s->in;

	if (h->len == 0) {
		if (!h->ended || h->closed)
			return false;
		shutdown(s->e->plain, SHUT_WR);
		return h->closed = true;
	}
	ssize_t n = send(s->e->plain, h->data + h->at, h->len, MSG_NOSIGNAL |
	    MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (n < 0) {		/* nobody is there to read it */
		h->len = 0;
		return h->ended = true;
	}
	h->at += (size_t)n;
	h->len -= (size_t)n;
	return true;
}

static bool
read_plain(struct shuttle *s)
{
	struct half *h = &s->out;

	if (h->ended || h->len > 0)
		return false;
	ssize_t n = recv(s->e->plain, h->data, ROOM, MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (n <= 0)
		return h->ended = true;
	h->at = 0;
	h->len = (size_t)n;
	return true;
}

static bool
write_net(struct shuttle *s)
{
	struct half *h = &s->out;

	if (h->len == 0)
		return false;
	h->wants = 0;
	int r = SSL_write(s->e->ssl, h->data + h->at, (int)h->len);
	if (r <= 0) {
		note(s, h, r);
		return s->broken;
	}
	h->at += (size_t)r;
	h->len -= (size_t)r;
	return true;
}

/* Whether nobody reads there any more, either. */
static bool
has_hung_up(const struct shuttle *s)
{
	struct pollfd p = { s->e->plain, 0, 0 };

	return poll(&p, 1, 0) > 0 && (p.revents & POLLHUP) != 0;
}

/* The plain side has said all: so does TLS, and reads on if somebody listens. */
static bool
close_net(struct shuttle *s)
{
	struct half *h = &s->out;

	if (!h->ended || h->len > 0 || h->closed || s->broken)
		return false;
	SSL_shutdown(s->e->ssl);
	return h->closed = true;
}

/* The plain side decides when it is over; a client that has gone is told to
 * it by the end of file. */
static bool
is_over(const struct shuttle *s)
{
	if (s->broken)
		return s->in.len == 0;
	return s->out.closed && (s->in.closed || has_hung_up(s));
}

/* Nobody waits for ever for a client that does not read the last reply. */
static int
patience(struct shuttle *s)
{
	if (s->deadline < 0 && (s->out.ended || s->broken || has_hung_up(s)))
		s->deadline = clock_ms() + s->e->linger_ms;
	return clock_left(s->deadline);
}

/* False: time is up. */
static bool
wait_for_more(struct shuttle *s)
{
	short net = (short)((s->in.len == 0 && !s->in.ended ? s->in.wants : 0) |
	    (s->out.len > 0 ? s->out.wants : 0));
	short plain = (short)((s->in.len > 0 ? POLLOUT : 0) |
	    (s->out.len == 0 && !s->out.ended ? POLLIN : 0));
	struct pollfd p[] = {
		{ (net & POLLIN) != 0 ? s->e->in : -1, POLLIN, 0 },
		{ (net & POLLOUT) != 0 ? s->e->out : -1, POLLOUT, 0 },
		{ plain != 0 || s->out.closed ? s->e->plain : -1, plain, 0 },
	};
	int r = poll(p, 3, patience(s));

	return r > 0 || (r < 0 && errno == EINTR);
}

static bool
get_on(struct shuttle *s)
{
	bool on = read_plain(s);

	on |= write_net(s);
	on |= close_net(s);
	on |= read_net(s);
	return write_plain(s) || on;
}

void
shuttle_run(const struct ends *e)
{
	struct shuttle s = { .e = e, .deadline = -1 };

	while (!is_over(&s))
		if (!get_on(&s) && !wait_for_more(&s))
			break;
	shutdown(e->plain, SHUT_RDWR);
}
