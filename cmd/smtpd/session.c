/* SPDX-License-Identifier: ISC */
#include "session.h"

#include <poll.h>

#include "authcmd.h"
#include "base/ascii.h"
#include "handover.h"
#include "limits.h"
#include "reply.h"
#include "restrict.h"
#include "starttls.h"
#include "sys/clock.h"
#include "sys/log.h"
#include "verbs.h"

enum { STEP_MS = 2000 };
enum { SHOWN = 100 };		/* bytes of what came too early, in the log */

static void
add_shown(struct buf *out, struct span data)
{
	data = span_head(data, SHOWN);
	for (size_t i = 0; i < data.len; i++) {
		char c = data.p[i];

		if (c == '\r')
			buf_adds(out, "\\r");
		else if (c == '\n')
			buf_adds(out, "\\n");
		else if (c == '\\' || !ascii_print(c))
			buf_addf(out, "\\%03o", (unsigned)(unsigned char)c);
		else
			buf_addc(out, c);
	}
}

bool
session_out_of_step(struct conn *c)
{
	struct buf shown = BUF_INIT;

	if (c->stand_alone || !stream_pending(&c->io))
		return false;
	add_shown(&shown, stream_data(&c->io));
	log_info("improper command pipelining after %s from %s: %s", c->where,
	    c->who.s, shown.s);
	buf_clear(&shown);
	c->out_of_step = true;
	if (!c->set->forbid_pipelining)
		return false;
	reply(c, R_OUT_OF_STEP);
	conn_end(c, NULL);
	return true;
}

static void
broken_off(struct conn *c, enum stream_got got)
{
	if (got == STREAM_TIMEOUT) {
		conn_end(c, "timeout");
		reply(c, R_TIMEOUT);
	} else {
		conn_end(c, "lost connection");
	}
}

/* The line is copied: reading on moves what it points into. */
static enum smtpline_got
take_line(struct conn *c)
{
	struct span in = stream_data(&c->io), line = { "", 0 };
	size_t before = in.len;
	enum smtpline_got got = smtpline_take(&c->lines, &in, &line);

	buf_set(&c->line, line);
	stream_take(&c->io, before - in.len);
	return got;
}

/* In steps, to see whether others need the place more. */
static enum stream_got
wait_for_more(struct conn *c, int64_t begun)
{
	enum stream_got got;
	int64_t end, now;

	do {
		if (c->stress != NULL)
			c->set = stress_settings(c->stress);
		end = begun + c->set->timeout * 1000;
		now = clock_ms();
		stream_until(&c->io, end < now + STEP_MS ? end : now + STEP_MS);
		got = stream_fill(&c->io);
	} while (got == STREAM_TIMEOUT && !c->io.broken && clock_ms() < end);
	return got;
}

bool
session_read(struct conn *c, size_t max, enum smtpline_got *line)
{
	enum stream_got got;

	int64_t begun = clock_ms();

	c->lines.max = max;
	while ((*line = take_line(c)) == LINE_MORE) {
		got = wait_for_more(c, begun);
		if (got != STREAM_OK) {
			broken_off(c, got);
			return false;
		}
	}
	c->line_bare = *line == LINE_BARE_LF;
	return true;
}

/* A command; AUTH may bring a response. */
static size_t
longest(const struct conn *c)
{
	size_t max = c->set->line_limit, auth = c->set->sasl_response_limit;

	return auth > max && authcmd_is_active(c) ? auth : max;
}

/* Each wait costs the client that errs more than this host. */
static void
slow_down(const struct conn *c)
{
	if (!c->stand_alone && c->errors >= c->set->soft_errors &&
	    c->set->error_sleep > 0)
		poll(NULL, 0, (int)c->set->error_sleep * 1000);
}

static bool
too_many_errors(struct conn *c)
{
	if (c->errors < c->set->hard_errors)
		return false;
	reply(c, R_TOO_MANY_ERRORS);
	conn_end(c, "too many errors");
	return true;
}

bool
session_greet(struct conn *c)
{
	if (c->set->tls.wrapper && !c->tls.on && !c->stand_alone &&
	    !starttls_wrap(c))
		return false;
	if (c->unfit != NULL)
		return starttls_dismiss(c);
	if (session_out_of_step(c))
		return false;
	c->denied = !restrict_client(c);
	if (!c->denied)
		return mfilter_connect(c) &&
		    reply_with(c, R_GREETING, span_str(c->set->banner));
	c->errors++;
	return false;
}

static void
log_reason(const struct conn *c)
{
	if (c->reason == NULL || c->stand_alone)
		return;
	if (c->content > 0)
		log_info("%s after %s (%llu bytes) from %s", c->reason,
		    c->where, (unsigned long long)c->content, c->who.s);
	else
		log_info("%s after %s from %s", c->reason, c->where, c->who.s);
}

static void
add_count(struct buf *out, const char *name, struct count n)
{
	buf_addf(out, " %s=%u", name, n.good);
	if (n.good != n.all)
		buf_addf(out, "/%u", n.all);
}

static void
log_end(const struct conn *c)
{
	struct buf b = BUF_INIT;
	struct count sum = { 0, 0 };

	for (size_t i = 0; i < VERBS; i++) {
		sum.good += c->counts[i].good;
		sum.all += c->counts[i].all;
		if (c->counts[i].all > 0)
			add_count(&b, verb_name(i), c->counts[i]);
	}
	add_count(&b, "commands", sum);
	if (c->saw_bare_lf)
		buf_adds(&b, " notes=bare_lf");
	log_info("disconnect from %s%s", c->who.s, b.s);
	buf_clear(&b);
}

void
session_run(struct conn *c)
{
	enum smtpline_got got;

	if (!c->stand_alone)
		log_info("connect from %s", c->who.s);
	if (limits_enter(c))
		session_greet(c);
	while (!c->over && !too_many_errors(c) &&
	    session_read(c, longest(c), &got)) {
		if (!verbs_run(c, got))
			c->errors++;
		slow_down(c);
	}
	handover_end(c);
	stream_flush(&c->io);
	log_reason(c);
	if (!c->stand_alone)
		log_end(c);
}
