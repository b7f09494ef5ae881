/* SPDX-License-Identifier: ISC */
#include "errand.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "conf/param.h"
#include "queue/wake.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "sys/log.h"
#include "wire/domain.h"

enum { MONITOR_MS = 30 * 1000 };

/* What a session says was said by strangers. */
static void
flush(struct span site, struct buf *answer)
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

static const struct {
	const char *name;
	void	  (*run)(struct span arg, struct buf *answer);
} errands[] = {
	{ "flush", flush },
};

static bool
run(struct span what, struct buf *answer)
{
	struct span name;

	span_split(&what, ' ', &name);
	for (size_t i = 0; i < sizeof(errands) / sizeof(errands[0]); i++)
		if (span_is(name, errands[i].name)) {
			errands[i].run(what, answer);
			return true;
		}
	return false;
}

bool
errand_serve(struct span what, int session)
{
	struct buf answer = BUF_INIT;
	bool known = run(what, &answer);

	if (known)
		fdpass_send(session, buf_span(&answer), NULL, 0);
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

static bool
ask(struct link *l, struct span what, struct buf *answer)
{
	if (l->monitor < 0)
		return run(what, answer);
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
