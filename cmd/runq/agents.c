/* SPDX-License-Identifier: ISC */
#include "agents.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "agent/request.h"
#include "base/mem.h"
#include "collect.h"
#include "conf/param.h"
#include "dispatch.h"
#include "launch.h"
#include "notice.h"
#include "sys/clock.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "sys/log.h"
#include "wire/record.h"

enum {
	DEATHS_MAX = 3,
	PATIENCE_MS = 20,	/* for an agent to begin, before the next */
	PACKET_MAX = 256 * 1024
};

static void
bury(struct transport *t, const char *text)
{
	buf_set(&t->dead_text, span_str(text));
	t->dead_until = clock_ms() + param_time(P_transport_retry_time) * 1000;
}

/* One message may kill an agent; when several end before they have answered
 * anything, no message will get through. */
static void
died(const struct agent *a)
{
	if (!a->proven && ++a->transport->deaths >= DEATHS_MAX)
		bury(a->transport, "unknown mail transport error");
}

static struct agent *
start(struct runq *rq, struct transport *t)
{
	struct agent *a;
	int fd;
	pid_t pid = launch_start(rq->launcher, t->name, &fd);

	if (pid < 0) {
		if (errno != ENOENT)
			log_error("start %s: %s", t->name, strerror(errno));
		bury(t, "mail transport unavailable");
		return NULL;
	}
	io_nonblock(fd, true);
	a = mem_alloc(sizeof(*a));
	a->transport = t;
	a->fd = fd;
	a->pid = pid;
	a->started_ms = clock_ms();
	a->next = t->agents;
	t->agents = a;
	t->nagents++;
	return a;
}

static void
set_deadline(struct agent *a)
{
	a->deadline = clock_ms() + param_time(P_daemon_timeout) * 1000;
}

static struct agent *
idle(const struct transport *t)
{
	for (struct agent *a = t->agents; a != NULL; a = a->next)
		if (a->job == NULL)
			return a;
	return NULL;
}

/* One that has not answered yet may be all that is needed. */
static int
start_delay(const struct transport *t)
{
	int64_t now = clock_ms();

	if (t->nagents >= t->processes)
		return -1;
	for (struct agent *a = t->agents; a != NULL; a = a->next)
		if (!a->proven && now < a->started_ms + PATIENCE_MS)
			return (int)(a->started_ms + PATIENCE_MS - now);
	return 0;
}

static int
sooner(int a, int b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

int
agents_delay(const struct runq *rq)
{
	int delay = -1;

	for (struct transport *t = rq->schedule.transports; t != NULL;
	    t = t->next) {
		int d = schedule_has(t) ? start_delay(t) : -1;

		if (d > 0)
			delay = sooner(delay, d);
		for (struct agent *a = t->agents; a != NULL; a = a->next)
			if (a->job != NULL)
				delay = sooner(delay, clock_left(a->deadline));
	}
	return delay;
}

static void
close_agent(struct agent *a)
{
	struct agent **at = &a->transport->agents;

	while (*at != a)
		at = &(*at)->next;
	*at = a->next;
	a->transport->nagents--;
	io_close(&a->fd);
	free(a);
}

/* -- sending -- */

/* Encodes the job; recipients that do not fit go into another one. */
static bool
encode(struct runq *rq, struct buf *b, struct job *j)
{
	const struct message *m = j->m;
	size_t k = 0;

	request_begin(b, &m->id, &m->f, m->active, j->dest->nexthop);
	while (k < j->n && request_rcpt(b, &m->f.env.rcpts[j->rcpt[k]]))
		k++;
	request_end(b);
	if (k > 0 && k < j->n)
		schedule_split(&rq->schedule, j, k);
	return (k > 0 || j->n == 0) && b->len <= REQUEST_MAX;
}

/* False when the agent has gone: it did not get the job. */
static bool
send_job(struct runq *rq, struct agent *a, struct job *j)
{
	struct buf b = BUF_INIT;
	bool sent = true;

	if (!encode(rq, &b, j)) {
		collect_refuse(rq, j, "4.3.0", "envelope is too large");
	} else {
		a->job = j;
		a->began = stamp_now();
		set_deadline(a);
		sent = fdpass_send(a->fd, buf_span(&b), &j->m->f.fd, 1) > 0;
	}
	buf_clear(&b);
	return sent;
}

static struct agent *
find_agent(struct runq *rq, struct transport *t)
{
	struct agent *a = idle(t);

	return a == NULL && start_delay(t) == 0 ? start(rq, t) : a;
}

/* A transport that cannot be used defers at once, so that its mail does not
 * take the place of other mail. */
static bool
refuse_all(struct runq *rq, struct transport *t)
{
	struct job *j;

	if (!t->deferred && clock_ms() >= t->dead_until)
		return false;
	while ((j = schedule_take(&rq->schedule, t)) != NULL)
		if (t->deferred)
			collect_refuse(rq, j, "4.3.2", "deferred transport");
		else
			collect_refuse(rq, j, "4.3.0", t->dead_text.s);
	return true;
}

static void
run_transport(struct runq *rq, struct transport *t)
{
	struct agent *a;

	while (schedule_has(t) && !refuse_all(rq, t) &&
	    (a = find_agent(rq, t)) != NULL) {
		struct job *j = schedule_take(&rq->schedule, t);

		if (send_job(rq, a, j))
			continue;
		died(a);
		close_agent(a);
		schedule_return(&rq->schedule, j);
	}
	if (schedule_has(t))
		refuse_all(rq, t);
}

void
agents_run(struct runq *rq)
{
	for (struct transport *t = rq->schedule.transports; t != NULL;
	    t = t->next)
		if (schedule_has(t))
			run_transport(rq, t);
	agents_watch(rq);
}

/* The end of one that is killed will be heard like any other's. */
void
agents_watch(struct runq *rq)
{
	for (struct transport *t = rq->schedule.transports; t != NULL;
	    t = t->next)
		for (struct agent *a = t->agents; a != NULL; a = a->next)
			if (a->job != NULL && clock_left(a->deadline) == 0) {
				launch_kill(rq->launcher, a->pid);
				set_deadline(a);
			}
}

/* -- hearing -- */

static void
lost(struct runq *rq, struct agent *a)
{
	if (a->job != NULL)
		collect_end(rq, a, "unknown mail transport error");
	died(a);
	close_agent(a);
}

/* False when the agent is of no more use. */
static bool
take_packet(struct runq *rq, struct agent *a, struct span packet)
{
	struct span data;
	char letter;

	while (packet.len > 0) {
		if (record_take(&packet, PACKET_MAX, &letter, &data) !=
		    RECORD_OK || a->job == NULL ||
		    !collect_record(rq, a, letter, data)) {
			log_error("%s agent sent nonsense", a->transport->name);
			return false;
		}
		if (letter == 'e') {
			a->proven = true;
			a->transport->deaths = 0;
			collect_end(rq, a, NULL);
		}
	}
	return true;
}

static void
hear(struct runq *rq, struct agent *a)
{
	struct buf b = BUF_INIT;
	int fds[FDPASS_MAX], n = 0;
	ssize_t got = fdpass_recv(a->fd, &b, PACKET_MAX, fds, &n);
	int err = errno;

	while (n > 0)
		io_close(&fds[--n]);
	set_deadline(a);
	if (got > 0 ? !take_packet(rq, a, buf_span(&b)) :
	    got == 0 || err != EAGAIN)
		lost(rq, a);
	buf_clear(&b);
}

size_t
agents_count(const struct runq *rq)
{
	size_t n = 0;

	for (struct transport *t = rq->schedule.transports; t != NULL;
	    t = t->next)
		n += t->nagents;
	return n;
}

/* A notice that waits for the door makes its agent wait, too. */
size_t
agents_poll(const struct runq *rq, struct pollfd *p)
{
	size_t n = 0;

	for (struct transport *t = rq->schedule.transports; t != NULL;
	    t = t->next)
		for (struct agent *a = t->agents; a != NULL; a = a->next)
			p[n++] = (struct pollfd){
			    .fd = notice_full(a->notice) ? -1 : a->fd,
			    .events = POLLIN };
	return n;
}

/* Nobody is added or taken away between agents_poll and here but by hear. */
void
agents_ready(struct runq *rq, const struct pollfd *p, size_t n)
{
	size_t i = 0;
	struct agent *next;

	for (struct transport *t = rq->schedule.transports; t != NULL;
	    t = t->next)
		for (struct agent *a = t->agents; a != NULL && i < n; a = next) {
			next = a->next;
			if (p[i++].revents != 0)
				hear(rq, a);
		}
}

void
agents_close(struct runq *rq, bool all)
{
	struct agent *next;

	for (struct transport *t = rq->schedule.transports; t != NULL;
	    t = t->next)
		for (struct agent *a = t->agents; a != NULL; a = next) {
			next = a->next;
			if (all || a->job == NULL)
				close_agent(a);
		}
}
