/* SPDX-License-Identifier: ISC */
#include "session.h"

#include <poll.h>
#include <stdarg.h>

#include "connect.h"
#include "hello.h"
#include "login.h"
#include "sys/clock.h"
#include "sys/io.h"

enum { QUIT_PATIENCE = 5 };	/* seconds for the reply to a last QUIT */

static void
init(struct session *s, const struct settings *set, const struct host *h)
{
	*s = (struct session){ .set = set, .fd = -1, .name = BUF_INIT,
	    .relay = BUF_INIT, .host = BUF_INIT, .mechanisms = BUF_INIT, .discard = BUF_INIT,
	    .reply = SMTPREPLY_INIT, .why = WHY_INIT, .since = clock_ms() };
	connect_name(&s->relay, h);
	buf_addspan(&s->host, h->name);
	buf_addspan(&s->name, h->path.len > 0 ? buf_span(&s->relay) :
	    span_head(buf_span(&s->relay), span_rfind(buf_span(&s->relay),
	    ':')));
	smtpline_init(&s->lines, SMTPLINE_MAX);
	tlslink_init(&s->link);
	tlsfacts_init(&s->tls);
}

bool
session_open(struct session *s, const struct settings *set,
    const struct host *h, const struct approach *how)
{
	init(s, set, h);
	s->helpers = how->helpers;
	s->how = how;
	s->fd = connect_host(set, h, &s->why);
	if (s->fd < 0) {
		stream_init(&s->io, -1, -1);
		s->gone = true;
		return false;
	}
	stream_init(&s->io, s->fd, s->fd);
	bool good = hello(s) && login(s);
	s->how = NULL;
	return good;
}

/* Nobody waits long for a server to say goodbye. */
static void
quit(struct session *s)
{
	int64_t most = s->set->quit_time;

	session_say(s, "QUIT");
	if (!s->set->wait_quit)
		stream_flush(&s->io);
	else
		session_hear(s, most < QUIT_PATIENCE ? most : QUIT_PATIENCE,
		    "sending QUIT");
}

void
session_close(struct session *s)
{
	if (!s->gone)
		quit(s);
	stream_clear(&s->io);
	io_close(&s->fd);
	buf_clear(&s->name);
	buf_clear(&s->relay);
	buf_clear(&s->host);
	tlslink_close(&s->link);
	tlsfacts_clear(&s->tls);
	buf_clear(&s->mechanisms);
	buf_clear(&s->discard);
	smtpreply_clear(&s->reply);
	why_clear(&s->why);
}

/* A server that has something to say without being asked says goodbye. */
bool
session_reusable(struct session *s)
{
	return !s->gone &&
	    clock_ms() - s->since < s->set->reuse_time * 1000 &&
	    (s->set->reuse_count == 0 || s->messages < s->set->reuse_count) &&
	    stream_data(&s->io).len == 0 && io_wait(s->io.in, POLLIN, 0) == 0;
}

void
session_say(struct session *s, const char *fmt, ...)
{
	struct buf *out = stream_out(&s->io);
	va_list ap;

	va_start(ap, fmt);
	buf_addfv(out, fmt, ap);
	va_end(ap);
	buf_adds(out, "\r\n");
}

size_t
session_unsent(struct session *s)
{
	return stream_out(&s->io)->len;
}

static bool
lost(struct session *s, enum stream_got got, const char *doing)
{
	s->gone = true;
	if (got == STREAM_TIMEOUT)
		why_temp(&s->why, "4.4.2", "conversation with %s timed out "
		    "while %s", s->name.s, doing);
	else
		why_temp(&s->why, "4.4.2", "lost connection with %s while %s",
		    s->name.s, doing);
	return false;
}

static bool
nonsense(struct session *s, const char *doing)
{
	s->gone = true;
	why_temp(&s->why, "4.5.0", "host %s sent what is no SMTP reply while "
	    "%s", s->name.s, doing);
	return false;
}

/* 421 ends the session wherever it comes (RFC 5321, section 3.8). */
static bool
heard(struct session *s)
{
	if (s->reply.code == 421)
		s->gone = true;
	return true;
}

/* Takes one line, of which one that is too long is cut. It points into the
 * stream's buffer: it is used before it is taken. */
static enum smtpreply_got
take_line(struct session *s, session_line *each, bool *whole)
{
	struct span in = stream_data(&s->io), line;
	size_t had = in.len;
	enum smtpreply_got got = SMTPREPLY_MORE;

	*whole = smtpline_take(&s->lines, &in, &line) != LINE_MORE;
	if (*whole)
		got = smtpreply_push(&s->reply, line);
	if (*whole && got != SMTPREPLY_BAD && each != NULL)
		each(s, s->reply.line, s->reply.lines);
	stream_take(&s->io, had - in.len);
	return got;
}

bool
session_hear_lines(struct session *s, int64_t seconds, const char *doing,
    session_line *each)
{
	bool whole;

	smtpreply_reset(&s->reply);
	stream_limit(&s->io, seconds);
	stream_request(&s->io, 0);
	for (;;) {
		enum smtpreply_got got = take_line(s, each, &whole);
		enum stream_got how;

		if (got == SMTPREPLY_DONE)
			return heard(s);
		if (got == SMTPREPLY_BAD)
			return nonsense(s, doing);
		if (!whole && (how = stream_fill(&s->io)) != STREAM_OK)
			return lost(s, how, doing);
	}
}

bool
session_hear(struct session *s, int64_t seconds, const char *doing)
{
	return session_hear_lines(s, seconds, doing, NULL);
}

bool
session_send(struct session *s, const char *doing)
{
	stream_limit(&s->io, s->set->xfer_time);
	stream_request(&s->io, s->set->rate);
	enum stream_got got = stream_flush(&s->io);
	return got == STREAM_OK || lost(s, got, doing);
}

enum out
session_refused(struct session *s, const char *command)
{
	const struct smtpreply *r = &s->reply;
	enum out out = r->code / 100 == 5 ? OUT_PERM : OUT_TEMP;

	/* A positive reply where none was due is doubt. */
	why_set(&s->why, out, r->code / 100 == 4 || out == OUT_PERM ?
	    span_str(r->dsn) : SPAN("4.5.0"), SPAN(""));
	buf_addf(&s->why.text, "host %s said: %.*s (in reply to %s command)",
	    s->name.s, SPAN_FMT(buf_span(&r->text)), command);
	return out;
}
