/* SPDX-License-Identifier: ISC
 *
 * fakeagent - a delivery agent that does what the recipient's name says
 *
 * Copied over an agent of a private instance. The local part of each recipient
 * decides; behind a dash it may be any text:
 *
 *	ok	delivered		temp, perm	deferred, undeliverable
 *	die	the agent ends before it answers for this recipient
 *	silent	no result
 *	junk	an answer that is none
 *	wait	delivered as soon as the file ../go is there
 *	hop	delivered, to the next hop that was asked for
 *	forward	sent on to ok-forwarded, with a Delivered-To line
 *	again	deferred while the file ../down is there, else delivered
 *
 * Each delivery appends a line "id recipient" to the file ../delivered; each
 * request that comes in appends "id" to ../asked. The agent's directory is the
 * queue.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "agent/loop.h"
#include "app/app.h"
#include "sys/fdpass.h"
#include "sys/io.h"

enum { LOOK_MS = 10 };

static void
append(const char *file, struct span a, struct span b)
{
	struct buf line = BUF_INIT;
	int fd = open(file, O_WRONLY | O_APPEND | O_CREAT, 0600);

	buf_addspan(&line, a);
	if (b.len > 0)
		buf_addc(&line, ' ');
	buf_addspan(&line, b);
	buf_addc(&line, '\n');
	if (fd < 0 || io_write(fd, buf_span(&line)) < 0)
		_exit(1);
	close(fd);
	buf_clear(&line);
}

static enum out
deliver_to(const struct request *rq, struct span to, struct why *w)
{
	append("../delivered", span_str(rq->id.s), to);
	return why_ok(w, "2.0.0", "delivered by nobody");
}

static void
wait_for(const char *file)
{
	struct pollfd nothing = { .fd = -1 };

	while (access(file, F_OK) < 0)
		poll(&nothing, 1, LOOK_MS);
}

static void
forward(const struct request *rq, size_t i, struct report *rp)
{
	struct span to = rq->env.rcpts[i].addr;
	struct buf other = BUF_INIT;

	buf_adds(&other, "ok-forwarded");
	buf_addspan(&other, span_from(to, span_find(to, '@')));
	report_forward(rp, i, rq->env.sender, to, to, buf_span(&other));
	buf_clear(&other);
}

static void
one(const struct request *rq, size_t i, struct report *rp)
{
	struct span to = rq->env.rcpts[i].addr;
	struct why w = WHY_INIT;

	if (span_starts(to, SPAN("die")))
		_exit(3);
	if (span_starts(to, SPAN("silent")))
		return;
	if (span_starts(to, SPAN("junk"))) {
		fdpass_send(rp->sock, SPAN("1:?,"), NULL, 0);
		return;
	}
	if (span_starts(to, SPAN("wait")))
		wait_for("../go");
	if (span_starts(to, SPAN("temp")) ||
	    (span_starts(to, SPAN("again")) && access("../down", F_OK) == 0))
		why_temp(&w, "4.2.0", "not now, %.*s", SPAN_FMT(to));
	else if (span_starts(to, SPAN("perm")))
		why_perm(&w, "5.1.1", "no such user: %.*s", SPAN_FMT(to));
	else if (span_starts(to, SPAN("hop")))
		why_ok(&w, "2.0.0", "to %.*s", SPAN_FMT(rq->nexthop));
	else if (span_starts(to, SPAN("forward"))) {
		forward(rq, i, rp);
		why_ok(&w, "2.0.0", "forwarded");
	} else
		deliver_to(rq, to, &w);
	report_result(rp, i, "fake", &w);
	why_clear(&w);
}

static void
deliver(void *arg, const struct request *rq, int fd, struct report *rp)
{
	struct buf b = BUF_INIT;

	(void)arg;
	append("../asked", span_str(rq->id.s), SPAN(""));
	if (io_pread(fd, &b, 1, rq->content_at) < 0)
		_exit(1);
	buf_clear(&b);
	for (size_t i = 0; i < rq->env.nrcpts; i++)
		one(rq, i, rp);
}

int
main(void)
{
	app_start("local");
	app_config(NULL);
	return app_exit(agent_loop(0, deliver, NULL) == 0 ? 0 : 1);
}
