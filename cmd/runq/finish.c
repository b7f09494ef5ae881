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

/* All recipients of a message that is to be filtered go the same way. */
static enum out
find_way(struct runq *rq, const struct message *m, struct span addr,
    struct span *transport, struct span *nexthop, struct why *w)
{
	struct span filter = envelope_get(&m->f.env, "filter"), local;

	if (filter.len == 0)
		return whereto_find(&rq->whereto, addr, transport, nexthop, w);
	span_split(&filter, ':', transport);
	*nexthop = filter.len > 0 ? filter :
	    span_str(param_str(P_default_filter_nexthop));
	if (nexthop->len == 0 && !address_split(addr, &local, nexthop))
		*nexthop = span_str(param_str(P_myhostname));
	return OUT_OK;
}

static void
route(struct runq *rq, struct message *m, size_t i)
{
	struct why w = WHY_INIT;
	struct span name, nexthop;

	switch (find_way(rq, m, m->f.env.rcpts[i].addr, &name, &nexthop, &w)) {
	case OUT_OK:
		schedule_add(&rq->schedule,
		    schedule_transport(&rq->schedule, name), m, i, nexthop);
		break;
	case OUT_TEMP:
		collect_defer(rq, m, i, w.dsn, buf_span(&w.text));
		break;
	case OUT_PERM:
		collect_fail(rq, m, i, span_str(w.dsn), buf_span(&w.text));
	}
	why_clear(&w);
}

/* The door would not have it, and nobody else shall. */
static void
refuse(struct runq *rq, struct message *m, struct span failed)
{
	struct span dsn;

	span_split(&failed, ' ', &dsn);
	for (size_t i = 0; i < m->f.env.nrcpts; i++)
		if (m->state[i] == RCPT_TODO)
			collect_fail(rq, m, i, dsn, failed);
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

void
finish_begin(struct runq *rq, struct message *m)
{
	struct span failed = envelope_get(&m->f.env, "failed");

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
