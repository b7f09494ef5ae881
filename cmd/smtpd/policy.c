/* SPDX-License-Identifier: ISC */
#include "policy.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "base/mem.h"
#include "conf/param.h"
#include "conf/value.h"
#include "net/dial.h"
#include "policyline.h"
#include "sys/clock.h"
#include "sys/io.h"

static bool
set_count(int64_t *to, struct span value, int64_t least)
{
	int64_t n;

	if (!value_int(value, &n) || n < least)
		return false;
	*to = n;
	return true;
}

static bool
set_time(int64_t *to, struct span value)
{
	int64_t n;

	if (!value_time(value, 's', &n) || n < 1)
		return false;
	*to = n;
	return true;
}

static bool
set_text(char **to, struct span value)
{
	free(*to);
	*to = span_dup(value);
	return true;
}

static bool
set(struct policy *p, struct span name, struct span value)
{
	if (span_is(name, "timeout"))
		return set_time(&p->timeout, value);
	if (span_is(name, "max_idle"))
		return set_time(&p->idle, value);
	if (span_is(name, "max_ttl"))
		return set_time(&p->ttl, value);
	if (span_is(name, "retry_delay"))
		return set_time(&p->retry_delay, value);
	if (span_is(name, "request_limit"))
		return set_count(&p->request_limit, value, 0);
	if (span_is(name, "try_limit"))
		return set_count(&p->try_limit, value, 1);
	if (span_is(name, "default_action"))
		return set_text(&p->default_action, value);
	if (span_is(name, "policy_context"))
		return set_text(&p->context, value);
	return false;
}

/* "name=value", or "{ name = value with blanks }" */
static void
read_attribute(struct policy *p, struct span attr)
{
	attr = value_unbrace(attr);
	size_t eq = span_find(attr, '=');

	if (p->bad == NULL && (eq == SPAN_NONE ||
	    !set(p, span_trim(span_head(attr, eq)),
	    span_trim(span_from(attr, eq + 1)))))
		p->bad = mem_fmt("bad attribute \"%.*s\"", SPAN_FMT(attr));
}

/* Paths are relative to the queue, where services have their sockets. */
static char *
full_server(struct span s)
{
	const struct span local = SPAN("unix:"), inet = SPAN("inet:");

	if (span_starts(s, local) && s.len > local.len &&
	    s.p[local.len] != '/')
		return mem_fmt("unix:%s/%.*s", param_str(P_queue_directory),
		    SPAN_FMT(span_from(s, local.len)));
	if (span_starts(s, inet) &&
	    span_find(span_from(s, inet.len), ':') == SPAN_NONE)
		return mem_fmt("inet:localhost:%.*s",
		    SPAN_FMT(span_from(s, inet.len)));
	return span_dup(s);
}

struct policy *
policy_new(struct span spec)
{
	struct policy *p = mem_alloc(sizeof(*p));
	struct span rest = spec, server = spec, attr;

	*p = (struct policy){ .fd = -1, .spec = span_dup(spec),
	    .default_action =
	    mem_str(param_str(P_smtpd_policy_service_default_action)),
	    .context = mem_str(param_str(P_smtpd_policy_service_policy_context)),
	    .timeout = param_time(P_smtpd_policy_service_timeout),
	    .idle = param_time(P_smtpd_policy_service_max_idle),
	    .ttl = param_time(P_smtpd_policy_service_max_ttl),
	    .retry_delay = param_time(P_smtpd_policy_service_retry_delay),
	    .request_limit = param_int(P_smtpd_policy_service_request_limit),
	    .try_limit = param_int(P_smtpd_policy_service_try_limit) };
	if (spec.len > 0 && spec.p[0] == '{') {
		rest = value_unbrace(spec);
		if (!value_item(&rest, &server))
			p->bad = mem_str("empty policy service");
		while (value_item(&rest, &attr))
			read_attribute(p, attr);
	}
	p->server = full_server(server);
	return p;
}

void
policy_free(struct policy *p)
{
	io_close(&p->fd);
	free(p->spec);
	free(p->server);
	free(p->bad);
	free(p->default_action);
	free(p->context);
	free(p);
}

const char *
policy_spec(const struct policy *p)
{
	return p->spec;
}

/* One that has something to say now has closed, or is out of step. */
static bool
is_fresh(const struct policy *p)
{
	int64_t now = clock_ms();

	return now - p->used < p->idle * 1000 &&
	    now - p->opened < p->ttl * 1000 &&
	    (p->request_limit == 0 || p->requests < p->request_limit) &&
	    io_wait(p->fd, POLLIN, 0) == 0;
}

static bool
connected(struct policy *p, int64_t deadline, struct buf *bad)
{
	if (p->fd >= 0 && !is_fresh(p))
		io_close(&p->fd);
	if (p->fd >= 0)
		return true;
	p->fd = dial(span_str(p->server), deadline, bad);
	p->opened = clock_ms();
	p->requests = 0;
	return p->fd >= 0;
}

static bool
send_all(int fd, struct span s, int64_t deadline, struct buf *bad)
{
	while (s.len > 0) {
		ssize_t n = io_write_some(fd, s);

		if (n < 0) {
			buf_addf(bad, "write: %s", strerror(errno));
			return false;
		}
		s = span_from(s, (size_t)n);
		if (n == 0 && io_wait(fd, POLLOUT, clock_left(deadline)) != 1) {
			buf_adds(bad, "write: no answer in time");
			return false;
		}
	}
	return true;
}

static bool
read_more(int fd, struct buf *in, int64_t deadline, struct buf *bad)
{
	ssize_t n;

	if (io_wait(fd, POLLIN, clock_left(deadline)) != 1) {
		buf_adds(bad, "no answer in time");
		return false;
	}
	n = io_read(fd, in, POLICYLINE_MAX);
	if (n < 0 && errno == EAGAIN)
		return true;
	if (n <= 0)
		buf_adds(bad, n < 0 ? strerror(errno) : "connection closed");
	return n > 0;
}

static bool
receive(int fd, struct buf *action, int64_t deadline, struct buf *bad)
{
	struct buf in = BUF_INIT;
	struct span said = SPAN("");
	enum policyline_got got = POLICYLINE_MORE;

	while (got == POLICYLINE_MORE && read_more(fd, &in, deadline, bad))
		got = in.len > POLICYLINE_MAX ? POLICYLINE_BAD :
		    policyline_read(buf_span(&in), &said);
	if (got == POLICYLINE_BAD)
		buf_adds(bad, "malformed answer");
	if (got == POLICYLINE_DONE)
		buf_set(action, said);
	buf_clear(&in);
	return got == POLICYLINE_DONE;
}

static bool
try(struct policy *p, struct span request, struct buf *action,
    struct buf *bad)
{
	int64_t deadline = clock_ms() + p->timeout * 1000;

	if (!connected(p, deadline, bad))
		return false;
	p->requests++;
	if (send_all(p->fd, request, deadline, bad) &&
	    receive(p->fd, action, deadline, bad)) {
		p->used = clock_ms();
		return true;
	}
	io_close(&p->fd);
	return false;
}

enum out
policy_ask(struct policy *p, struct span request, struct buf *action,
    struct why *w)
{
	struct buf bad = BUF_INIT;
	bool good = false;

	if (p->bad != NULL)
		return why_temp(w, "4.3.5", "policy service %s: %s", p->spec,
		    p->bad);
	for (int64_t n = 0; !good && n < p->try_limit; n++) {
		if (n > 0)
			poll(NULL, 0, (int)p->retry_delay * 1000);
		buf_reset(&bad);
		good = try(p, request, action, &bad);
	}
	if (!good)
		why_temp(w, "4.3.5", "policy service %s: %s", p->server, bad.s);
	buf_clear(&bad);
	return good ? OUT_OK : OUT_TEMP;
}
