/* SPDX-License-Identifier: ISC */
#include "finish.h"

#include <errno.h>
#include <string.h>

#include "collect.h"
#include "conf/param.h"
#include "dispatch.h"
#include "msg/address.h"
#include "sys/log.h"

static const struct place active = { QUEUE_ACTIVE, 0 };

static size_t
count(const struct message *m, char state)
{
	size_t n = 0;

	for (size_t i = 0; i < m->f.env.nrcpts; i++)
		n += m->state[i] == state;
	return n;
}

/* Mail for the host's own notices' sender has come back twice: it ends here. */
static bool
is_double_bounce(const struct recipient *r)
{
	struct span local, domain;

	address_split(buf_span(&r->addr), &local, &domain);
	return r->class == CLASS_LOCAL &&
	    span_caseis(local, param_str(P_double_bounce_sender));
}

/* Who is meant may have another address than was written: it is delivered to,
 * and the written one is the original. */
static void
readdress(struct message *m, size_t i, struct span addr)
{
	struct rcpt *r = &m->f.env.rcpts[i];

	if (span_eq(r->addr, addr))
		return;
	if (r->orig.len == 0)
		r->orig = r->addr;
	r->addr = pool_span(&m->f.env.pool, addr);
}

/* The configuration of now decides, whatever it was when the mail came. */
static enum out
find_route(struct runq *rq, struct message *m, size_t i, struct route *r,
    struct why *w)
{
	struct span addr = m->f.env.rcpts[i].addr;
	struct span filter = envelope_get(&m->f.env, "filter");

	if (filter.len == 0)
		return router_find(&rq->router, m->f.env.sender, addr, r,
		    NULL, w);
	buf_set(&r->rcpt.addr, addr);
	r->rcpt.class = CLASS_ELSEWHERE;
	router_filter(filter, addr, &r->hop);
	return OUT_OK;
}

static void
send(struct runq *rq, struct message *m, size_t i, const struct route *r)
{
	struct transport *t = schedule_transport(&rq->schedule,
	    buf_span(&r->hop.transport));

	readdress(m, i, buf_span(&r->rcpt.addr));
	schedule_add(&rq->schedule, t, m, i, buf_span(&r->hop.nexthop));
}

static void
route(struct runq *rq, struct message *m, size_t i)
{
	struct why w = WHY_INIT;
	struct route r = ROUTE_INIT;
	enum out out = find_route(rq, m, i, &r, &w);

	if (out == OUT_OK && is_double_bounce(&r.rcpt))
		why_ok(&w, "2.0.0",
		    "undeliverable postmaster notification discarded");
	if (out != OUT_OK || w.text.len > 0)
		collect_decide(rq, m, i, &w);
	else
		send(rq, m, i, &r);
	route_clear(&r);
	why_clear(&w);
}

/* The door would not have it, and nobody else shall. */
static void
refuse(struct runq *rq, struct message *m, struct span failed)
{
	struct why w = WHY_INIT;
	struct span dsn;

	span_split(&failed, ' ', &dsn);
	why_set(&w, OUT_PERM, dsn, failed);
	for (size_t i = 0; i < m->f.env.nrcpts; i++)
		if (m->state[i] == RCPT_TODO)
			collect_decide(rq, m, i, &w);
	why_clear(&w);
}

/* What the last attempt said is the reason that the sender gets. */
static void
expire(struct message *m, const char *status)
{
	struct buf from = BUF_INIT;

	address_external(&from, m->f.env.sender);
	log_role("qmgr", "%s: from=<%s>, status=%s, returned to sender",
	    m->id.s, from.s, status);
	buf_clear(&from);
	for (size_t i = 0; i < m->f.env.nrcpts; i++)
		if (m->state[i] == RCPT_TODO) {
			if (m->forced)
				message_explain(m, i, "4.4.7", "not tried");
			m->state[i] = RCPT_FAILED;
		}
}

/* A look at each table is cheap beside what a message costs. */
static void
refresh(struct runq *rq)
{
	if (!router_changed(&rq->router))
		return;
	router_close(&rq->router);
	router_open(&rq->router);
}

void
finish_begin(struct runq *rq, struct message *m)
{
	struct span failed = envelope_get(&m->f.env, "failed");

	refresh(rq);
	if (failed.len > 0)
		refuse(rq, m, failed);
	if (m->forced)
		expire(m, "force-expired");
	for (size_t i = 0; i < m->f.env.nrcpts; i++)
		if (m->state[i] == RCPT_TODO)
			route(rq, m, i);
	if (m->pending == 0)
		message_touch(rq, m);
}

/* -- the end -- */

static bool
is_expired(const struct runq *rq, const struct message *m)
{
	int64_t life = m->f.env.sender.len > 0 ? rq->lifetime :
	    rq->bounce_lifetime;

	return !rq->no_expiry &&
	    stamp_now().sec - m->f.env.arrival.sec >= life;
}

/* Gone from the disk, all that was not written never needs to be. */
static void
remove_message(struct runq *rq, struct message *m)
{
	if (queue_unlink(&rq->q, &m->id, active) == 0) {
		log_role("qmgr", "%s: removed", m->id.s);
	} else {
		log_error("%s: remove: %s", m->id.s, strerror(errno));
		message_write(m, true);
		supply_stranded(&rq->supply);
	}
	message_free(rq, m);
}

int64_t
finish_backoff(int64_t age, int64_t min, int64_t max)
{
	int64_t delay = age > min ? age : min;

	if (delay > max)
		delay = max;
	return delay > 0 ? delay : 1;
}

static void
defer(struct runq *rq, struct message *m)
{
	int64_t now = stamp_now().sec;
	struct place to = { QUEUE_DEFERRED, 0 };

	message_write(m, true);
	to.slot = slot_after(now, finish_backoff(now - m->f.env.arrival.sec,
	    rq->min_backoff, rq->max_backoff));
	if (queue_move(&rq->q, &m->id, active, to) < 0) {
		log_error("%s: move to deferred: %s", m->id.s, strerror(errno));
		supply_stranded(&rq->supply);
	}
	message_free(rq, m);
}

/* The bounce agent reads in the file who has failed, and why. */
static void
notify(struct runq *rq, struct message *m)
{
	m->notified = true;
	if (message_write(m, false))
		schedule_add_notice(&rq->schedule,
		    schedule_transport(&rq->schedule, SPAN("bounce")), m);
	else
		message_touch(rq, m);
}

static void
settle(struct runq *rq, struct message *m)
{
	if (m->pending > 0) {		/* others are still under way */
		message_write(m, true);
		return;
	}
	if (count(m, RCPT_TODO) > 0 && is_expired(rq, m))
		expire(m, "expired");
	size_t failed = count(m, RCPT_FAILED);
	if (failed > 0 && !m->notified)
		notify(rq, m);
	else if (failed > 0 || count(m, RCPT_TODO) > 0)
		defer(rq, m);
	else
		remove_message(rq, m);
}

void
finish_touched(struct runq *rq)
{
	struct message *m;

	while ((m = rq->touched) != NULL) {
		rq->touched = m->next_touched;
		m->touched = false;
		settle(rq, m);
	}
}
