/* SPDX-License-Identifier: ISC
 *
 * tcp:host:port - one line there, one line back: "get KEY", "200 VALUE".
 */
#include <stdlib.h>

#include "base/ascii.h"
#include "net/dial.h"
#include "net/stream.h"
#include "sys/clock.h"
#include "sys/io.h"
#include "table/type.h"

enum { TIMEOUT_S = 100, REPLY_MAX = 4096 };

struct tcp {
	struct table	 t;
	char		*service;
	int		 fd;
	struct stream	 s;
};

static struct table *
tcp_open(struct span name, unsigned flags, struct why *w)
{
	if (flags & TABLE_SENSITIVE) {
		why_temp(w, "4.3.5", "a tcp table is not allowed for "
		    "security-sensitive data");
		return NULL;
	}
	if (span_find(name, ':') == SPAN_NONE) {
		why_temp(w, "4.3.5", "need tcp:host:port");
		return NULL;
	}
	struct tcp *c = mem_alloc(sizeof(*c));
	buf_init(&c->t.folded);
	c->t.fixed = true;
	c->service = mem_fmt("inet:%.*s", SPAN_FMT(name));
	c->fd = -1;
	return &c->t;
}

static void
hang_up(struct tcp *c)
{
	if (c->fd >= 0)
		stream_clear(&c->s);
	io_close(&c->fd);
}

static void
tcp_close(struct table *t)
{
	struct tcp *c = (struct tcp *)t;

	hang_up(c);
	free(c->service);
}

static void
add_quoted(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (c > ' ' && c < 0x7f && c != '%')
			buf_addc(out, c);
		else
			buf_addf(out, "%%%02X", (unsigned char)c);
	}
}

static bool
add_unquoted(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] != '%') {
			buf_addc(out, s.p[i]);
			continue;
		}
		if (i + 2 >= s.len || ascii_hex(s.p[i + 1]) < 0 ||
		    ascii_hex(s.p[i + 2]) < 0)
			return false;
		buf_addc(out, (char)(ascii_hex(s.p[i + 1]) * 16 +
		    ascii_hex(s.p[i + 2])));
		i += 2;
	}
	return true;
}

static bool
ask(struct tcp *c, struct span key, struct span *line)
{
	size_t nl;

	stream_limit(&c->s, TIMEOUT_S);
	stream_request(&c->s, 0);
	buf_adds(stream_out(&c->s), "get ");
	add_quoted(stream_out(&c->s), key);
	buf_addc(stream_out(&c->s), '\n');
	if (stream_flush(&c->s) != STREAM_OK)
		return false;
	while ((nl = span_find(stream_data(&c->s), '\n')) == SPAN_NONE)
		if (stream_data(&c->s).len > REPLY_MAX ||
		    stream_fill(&c->s) != STREAM_OK)
			return false;
	*line = span_head(stream_data(&c->s), nl);
	return nl <= REPLY_MAX;
}

static enum found
ask_twice(struct tcp *c, struct span key, struct span *line, struct why *w)
{
	struct buf bad = BUF_INIT;

	for (int tries = 0; tries < 2; tries++) {
		bool fresh = c->fd < 0;

		if (fresh) {
			c->fd = dial(span_str(c->service),
			    clock_ms() + TIMEOUT_S * 1000, &bad);
			if (c->fd < 0)
				break;
			stream_init(&c->s, c->fd, c->fd);
		}
		if (ask(c, key, line))
			return FOUND;
		hang_up(c);
		if (fresh)
			break;
	}
	why_temp(w, "4.3.0", "%s: %s", c->t.spec,
	    bad.len > 0 ? bad.s : "no usable reply");
	buf_clear(&bad);
	return FAILED;
}

static enum found
tcp_get(struct table *t, struct span key, struct buf *value, struct why *w)
{
	struct tcp *c = (struct tcp *)t;
	struct span line;
	enum found got = FAILED;

	if (ask_twice(c, key, &line, w) != FOUND)
		return FAILED;
	if (span_starts(line, SPAN("500 ")))
		got = ABSENT;
	else if (span_starts(line, SPAN("200 ")) &&
	    add_unquoted(value, span_trim(span_from(line, 4))))
		got = FOUND;
	else
		why_temp(w, "4.3.0", "%s: server says: %.*s", t->spec,
		    SPAN_FMT(line));
	stream_take(&c->s, stream_data(&c->s).len);
	return got;
}

const struct table_type table_tcp = {
	.name = "tcp", .fixed = true, .open = tcp_open, .get = tcp_get,
	.close = tcp_close,
};
