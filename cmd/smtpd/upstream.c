/* SPDX-License-Identifier: ISC */
#include "upstream.h"

#include <errno.h>
#include <poll.h>

#include "sys/clock.h"
#include "sys/io.h"
#include "sys/log.h"
#include "wire/haproxy.h"

static bool
read_header(int fd, int64_t deadline, struct buf *in)
{
	size_t want;

	while ((want = haproxy_want(buf_span(in))) > 0) {
		int r = io_wait(fd, POLLIN, clock_left(deadline));
		ssize_t n = r == 1 ? io_read(fd, in, want) : -1;

		if (r == 1 && n < 0 && errno == EAGAIN)
			continue;
		if (n <= 0) {
			log_warn("haproxy read: %s", r == 0 ? "timeout error" :
			    "EOF");
			return false;
		}
	}
	return true;
}

static void
set(struct peer *p, const char *addr, int port)
{
	peer_parse(p, span_str(addr), SPAN(""));
	p->port = port;
}

bool
upstream_read(int fd, int64_t seconds, struct peer *peer, struct peer *own)
{
	struct buf in = BUF_INIT;
	struct haproxy h;
	enum haproxy_got got = HAPROXY_MORE;

	if (read_header(fd, clock_ms() + seconds * 1000, &in)) {
		got = haproxy_parse(buf_span(&in), &h);
		if (got == HAPROXY_BAD)
			log_warn("haproxy: bad or missing protocol header "
			    "from %s", peer->addr);
	}
	buf_clear(&in);
	if (got == HAPROXY_OK) {
		set(peer, h.src, h.src_port);
		set(own, h.dst, h.dst_port);
	}
	return got == HAPROXY_OK || got == HAPROXY_LOCAL;
}
