/* SPDX-License-Identifier: ISC
 *
 * socketmap:inet:host:port:name, socketmap:unix:path:name - Sendmail's protocol
 * of netstrings: "name key" there, "OK value" or what went wrong back.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/num.h"
#include "net/dial.h"
#include "net/stream.h"
#include "sys/clock.h"
#include "sys/io.h"
#include "table/type.h"

enum { TIMEOUT_S = 100, REPLY_MAX = 100000, DIGITS_MAX = 10 };

struct socketmap {
	struct table	 t;
	char		*service, *name;
	int		 fd;
	struct stream	 s;
};

static struct table *
socketmap_open(struct span name, unsigned flags, struct why *w)
{
	size_t colon = span_rfind(name, ':');

	if (flags & TABLE_SENSITIVE) {
		why_temp(w, "4.3.5", "a socketmap table is not allowed for "
		    "security-sensitive data");
		return NULL;
	}
	if (colon == SPAN_NONE || colon + 1 == name.len ||
	    !(span_starts(name, SPAN("inet:")) ||
	    span_starts(name, SPAN("unix:")))) {
		why_temp(w, "4.3.5", "need socketmap:inet:host:port:name or "
		    "socketmap:unix:path:name");
		return NULL;
	}
	struct socketmap *m = mem_alloc(sizeof(*m));
	buf_init(&m->t.folded);
	m->t.fixed = true;
	m->service = span_dup(span_head(name, colon));
	m->name = span_dup(span_from(name, colon + 1));
	m->fd = -1;
	return &m->t;
}

static void
hang_up(struct socketmap *m)
{
	if (m->fd >= 0)
		stream_clear(&m->s);
	io_close(&m->fd);
}

static void
socketmap_close(struct table *t)
{
	struct socketmap *m = (struct socketmap *)t;

	hang_up(m);
	free(m->service);
	free(m->name);
}

static enum found
connect_to(struct socketmap *m, struct why *w)
{
	struct buf bad = BUF_INIT;

	m->fd = dial(span_str(m->service), clock_ms() + TIMEOUT_S * 1000, &bad);
	if (m->fd < 0)
		why_temp(w, "4.3.0", "socketmap: %s", bad.s);
	else
		stream_init(&m->s, m->fd, m->fd);
	buf_clear(&bad);
	return m->fd < 0 ? FAILED : FOUND;
}

/* A whole netstring at the front of the stream: its text; false when there
 * will be none. */
static bool
read_reply(struct socketmap *m, struct span *text)
{
	uint64_t len;

	for (;;) {
		struct span have = stream_data(&m->s);
		size_t colon = span_find(span_head(have, DIGITS_MAX), ':');

		if (colon == SPAN_NONE && have.len >= DIGITS_MAX)
			return false;
		if (colon != SPAN_NONE) {
			if (!num_uint(span_head(have, colon), REPLY_MAX, &len))
				return false;
			if (have.len > colon + 1 + len) {
				*text = span_head(span_from(have, colon + 1),
				    (size_t)len);
				return have.p[colon + 1 + len] == ',';
			}
		}
		if (stream_fill(&m->s) != STREAM_OK)
			return false;
	}
}

static bool
ask(struct socketmap *m, struct span key, struct span *reply)
{
	stream_limit(&m->s, TIMEOUT_S);
	stream_request(&m->s, 0);
	buf_addf(stream_out(&m->s), "%zu:%s ", strlen(m->name) + 1 + key.len,
	    m->name);
	buf_addspan(stream_out(&m->s), key);
	buf_addc(stream_out(&m->s), ',');
	return stream_flush(&m->s) == STREAM_OK && read_reply(m, reply);
}

/* A connection that was idle may be gone: once more with a new one. */
static enum found
ask_twice(struct socketmap *m, struct span key, struct span *reply,
    struct why *w)
{
	for (int tries = 0; tries < 2; tries++) {
		bool fresh = m->fd < 0;

		if (fresh && connect_to(m, w) != FOUND)
			return FAILED;
		if (ask(m, key, reply))
			return FOUND;
		hang_up(m);
		if (fresh)
			break;
	}
	why_temp(w, "4.3.0", "%s: no usable reply from %s", m->t.spec,
	    m->service);
	return FAILED;
}

static enum found
socketmap_get(struct table *t, struct span key, struct buf *value,
    struct why *w)
{
	struct socketmap *m = (struct socketmap *)t;
	struct span reply, status;

	if (ask_twice(m, key, &reply, w) != FOUND)
		return FAILED;
	size_t blank = span_find(reply, ' ');
	status = span_head(reply, blank);
	struct span rest = blank == SPAN_NONE ? SPAN("") :
	    span_from(reply, blank + 1);
	enum found got = ABSENT;
	if (span_is(status, "OK")) {
		buf_addspan(value, rest);
		got = FOUND;
	} else if (!span_is(status, "NOTFOUND")) {
		why_temp(w, "4.3.0", "%s: server says: %.*s", t->spec,
		    SPAN_FMT(reply));
		got = FAILED;
	}
	stream_take(&m->s, stream_data(&m->s).len);
	return got;
}

const struct table_type table_socketmap = {
	.name = "socketmap", .fixed = true, .open = socketmap_open,
	.get = socketmap_get, .close = socketmap_close,
};
