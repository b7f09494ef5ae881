/* SPDX-License-Identifier: ISC */
#include "errand.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/num.h"
#include "conf/param.h"
#include "queue/wake.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "sys/log.h"
#include "wire/domain.h"

enum { MONITOR_MS = 30 * 1000 };

/* What a session says was said by strangers. */
static void
flush(const struct desk *d, struct span site, struct buf *answer)
{
	struct queue q;
	struct span literal;
	bool ok = domain_ok(site, true) || domain_literal(site, &literal);

	if (!ok)
		errno = EINVAL;
	else if (queue_open(&q, param_str(P_queue_directory))) {
		ok = wake_flush_site(&q, site) == 0;
		int err = errno;
		queue_close(&q);
		errno = err;
	} else
		ok = false;
	if (!ok)
		log_warn("cannot flush %.*s: %s", SPAN_FMT(site),
		    strerror(errno));
	buf_adds(answer, ok ? "=+" : "=-");
}

/* "1 192.0.2.1" */
static void
count(const struct desk *d, struct span arg, struct buf *answer)
{
	struct span event;
	struct peer p;
	uint64_t id = EVENTS;
	int64_t n = -1;

	if (span_split(&arg, ' ', &event) &&
	    num_uint(event, EVENTS - 1, &id) && peer_parse(&p, arg, SPAN("")))
		n = throttle_add(d->throttle, &p, (enum event)id);
	buf_addf(answer, "=%lld", (long long)n);
}

/* "192.0.2.1": from now on the session is this client's. */
static void
client(const struct desk *d, struct span addr, struct buf *answer)
{
	struct peer p;
	int64_t n = 1;

	if (d->crew != NULL && peer_parse(&p, addr, SPAN(""))) {
		d->hand->peer = p;
		n = crew_serving(d->crew, d->set, &p);
	}
	buf_addf(answer, "=%lld", (long long)n);
}

static const struct {
	const char *name;
	void	  (*run)(const struct desk *d, struct span arg, struct buf *answer);
} errands[] = {
	{ "flush", flush },
	{ "count", count },
	{ "client", client },
};

static bool
run(const struct desk *d, struct span what, struct buf *answer)
{
	struct span name;

	span_split(&what, ' ', &name);
	for (size_t i = 0; i < sizeof(errands) / sizeof(errands[0]); i++)
		if (span_is(name, errands[i].name)) {
			errands[i].run(d, what, answer);
			return true;
		}
	return false;
}

bool
errand_serve(const struct desk *d, struct span what)
{
	struct buf answer = BUF_INIT;
	bool known = run(d, what, &answer);

	if (known)
		fdpass_send(d->hand->sock, buf_span(&answer), NULL, 0);
	buf_clear(&answer);
	return known;
}

/* Answers to what was asked before come first. */
static bool
hear(struct link *l, struct buf *answer)
{
	int fd[FDPASS_MAX], n;

	for (;;) {
		n = 0;
		buf_reset(answer);
		if (io_wait(l->monitor, POLLIN, MONITOR_MS) != 1 ||
		    fdpass_recv(l->monitor, answer, ERRAND_MAX, fd, &n) <= 0)
			return false;
		if (answer->len > 0 && answer->s[0] == '=' && n == 0)
			return true;
		link_answer(l, buf_span(answer), fd, n);
	}
}

/* Without a monitor it is done here. */
static bool
run_alone(struct span what, struct buf *answer)
{
	struct throttle t;
	struct desk d = { .throttle = &t };

	throttle_init(&t);
	bool known = run(&d, what, answer);
	throttle_close(&t);
	return known;
}

static bool
ask(struct link *l, struct span what, struct buf *answer)
{
	if (l->monitor < 0)
		return run_alone(what, answer);
	if (fdpass_send(l->monitor, what, NULL, 0) > 0 && hear(l, answer))
		return true;
	log_warn("the monitor does not answer");
	return false;
}

bool
errand_flush(struct link *l, struct span site)
{
	struct buf what = BUF_INIT, answer = BUF_INIT;

	buf_adds(&what, "flush ");
	buf_addspan(&what, site);
	bool ok = ask(l, buf_span(&what), &answer) &&
	    strcmp(answer.s, "=+") == 0;
	buf_clear(&what);
	buf_clear(&answer);
	return ok;
}

static int64_t
ask_number(struct link *l, struct span what)
{
	struct buf answer = BUF_INIT;
	int64_t n = -1;

	if (ask(l, what, &answer))
		num_int(span_from(buf_span(&answer), 1), -1, INT64_MAX, &n);
	buf_clear(&answer);
	return n;
}

int64_t
errand_count(struct link *l, enum event event, const char *addr)
{
	struct buf what = BUF_INIT;

	buf_addf(&what, "count %d %s", (int)event, addr);
	int64_t n = ask_number(l, buf_span(&what));
	buf_clear(&what);
	return n;
}

int64_t
errand_client(struct link *l, const char *addr)
{
	struct buf what = BUF_INIT;

	buf_addf(&what, "client %s", addr);
	int64_t n = ask_number(l, buf_span(&what));
	buf_clear(&what);
	return n;
}
