/* SPDX-License-Identifier: ISC */
#include "supply.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "dispatch.h"
#include "finish.h"
#include "msg/address.h"
#include "sweep.h"
#include "sys/io.h"
#include "sys/log.h"
#include "wish.h"

enum {
	BUDGET = 16,		/* messages taken before others get a turn */
	OLD_TURN = 5,
	ARRIVED_MAX = 1000,	/* beyond, they are found by a scan */
	SLOT_SLACK = 61		/* a slot is rounded up by less */
};

void
supply_init(struct supply *s, struct runq *rq)
{
	*s = (struct supply){ .rq = rq };
	s->arrived_end = &s->arrived;
	s->again[SUPPLY_ACTIVE] = true;
}

static void
close_scan(struct supply *s, enum supply_kind k)
{
	if (s->open[k])
		scan_close(&s->scan[k]);
	s->open[k] = false;
}

void
supply_close(struct supply *s)
{
	for (int k = 0; k < SUPPLY_KINDS; k++) {
		close_scan(s, (enum supply_kind)k);
		s->again[k] = false;
	}
	wish_free(&s->arrived);
	s->arrived_end = &s->arrived;
	s->narrived = 0;
	wish_free(&s->ids);
	wish_free(&s->sites);
}

void
supply_look(struct supply *s)
{
	s->again[SUPPLY_MAILDROP] = true;
	s->again[SUPPLY_INCOMING] = true;
	if (s->due_looked != stamp_now().sec) {
		s->again[SUPPLY_DUE] = true;
		s->again[SUPPLY_ACTIVE] |= s->stranded;
		s->stranded = false;
	}
	s->tired = false;
}

void
supply_arrived(struct supply *s, const struct id *id)
{
	struct wanted *w;

	if (s->narrived >= ARRIVED_MAX) {
		s->again[SUPPLY_INCOMING] = true;
		return;
	}
	w = mem_alloc(sizeof(*w));
	w->id = *id;
	buf_init(&w->site);
	*s->arrived_end = w;
	s->arrived_end = &w->next;
	s->narrived++;
}

/* -- scans -- */

static bool
open_scan(struct supply *s, enum supply_kind k)
{
	struct scan *scan = &s->scan[k];
	const struct queue *q = &s->rq->q;
	int64_t now = stamp_now().sec;

	switch (k) {
	case SUPPLY_MAILDROP:
		return scan_open(scan, q, QUEUE_MAILDROP);
	case SUPPLY_INCOMING:
		return scan_open(scan, q, QUEUE_INCOMING);
	case SUPPLY_ACTIVE:
		return scan_open(scan, q, QUEUE_ACTIVE);
	case SUPPLY_DUE:
		s->due_looked = now;	/* slots are whole seconds */
		return scan_open_due(scan, q, now,
		    now + s->rq->max_backoff + SLOT_SLACK);
	case SUPPLY_FLUSH:
		return scan_open(scan, q, QUEUE_DEFERRED);
	case SUPPLY_KINDS:
		break;
	}
	return false;
}

static void
scan_ended(struct supply *s, enum supply_kind k)
{
	if (s->scan[k].error != 0)
		log_error("read queue directory: %s",
		    strerror(s->scan[k].error));
	close_scan(s, k);
	if (k == SUPPLY_DUE || k == SUPPLY_FLUSH)
		scan_drop_empty_slots(&s->rq->q, stamp_now().sec);
	if (k == SUPPLY_FLUSH && !s->again[k]) {
		s->flush_all = false;
		wish_free(&s->sites);
	}
}

static bool
next_id(struct supply *s, enum supply_kind k, struct id *id)
{
	while (s->open[k] || s->again[k]) {
		if (!s->open[k]) {
			s->again[k] = false;
			s->open[k] = open_scan(s, k);
			if (!s->open[k]) {
				log_error("open queue directory: %s",
				    strerror(errno));
				s->tired = true;
				return false;
			}
		}
		if (scan_next(&s->scan[k], id))
			return true;
		scan_ended(s, k);
	}
	return false;
}

void
supply_stranded(struct supply *s)
{
	s->stranded = true;
}

static bool
is_loaded(const struct runq *rq, const struct id *id)
{
	for (const struct message *m = rq->messages; m != NULL; m = m->next)
		if (memcmp(m->id.s, id->s, ID_LEN) == 0)
			return true;
	return false;
}

/* In active/, one that cannot be taken is still with an agent of a dispatcher
 * that died. */
static void
take(struct supply *s, const struct id *id, struct place from, unsigned flags)
{
	struct message *m;

	if (from.state == QUEUE_ACTIVE && is_loaded(s->rq, id))
		return;
	switch (message_take(s->rq, id, from, flags, &m)) {
	case TAKE_OK:
		finish_begin(s->rq, m);
		break;
	case TAKE_FAILED:
		log_warn("the queue cannot be used now; it waits for the "
		    "next run");
		s->tired = true;
		break;
	case TAKE_NOT:
		s->stranded |= from.state == QUEUE_ACTIVE;
		break;
	}
}

static bool
take_from(struct supply *s, enum supply_kind k)
{
	struct id id;

	if (!next_id(s, k, &id))
		return false;
	struct place from = s->scan[k].place;
	if (k != SUPPLY_FLUSH)
		take(s, &id, from, 0);
	else if (wish_matches(s, &id, from))
		take(s, &id, from, TAKE_UNTOUCHED);
	return true;
}

static bool
take_arrived(struct supply *s)
{
	static const struct place incoming = { QUEUE_INCOMING, 0 };
	struct wanted *w = s->arrived;

	if (w == NULL)
		return false;
	if ((s->arrived = w->next) == NULL)
		s->arrived_end = &s->arrived;
	s->narrived--;
	take(s, &w->id, incoming, TAKE_PICKED);
	free(w);
	return true;
}

static bool
take_wished(struct supply *s)
{
	struct wanted *w = s->ids;
	struct place p;

	if (w == NULL)
		return false;
	s->ids = w->next;
	if (queue_find(&s->rq->q, &w->id, &p) == 0 &&
	    p.state == QUEUE_DEFERRED)
		take(s, &w->id, p, 0);
	free(w);
	return true;
}

static bool
take_one(struct supply *s)
{
	if (take_wished(s))
		return true;
	bool old_first = s->turn++ % OLD_TURN == OLD_TURN - 1;
	if (old_first && (take_from(s, SUPPLY_DUE) ||
	    take_from(s, SUPPLY_FLUSH)))
		return true;
	return take_arrived(s) || take_from(s, SUPPLY_ACTIVE) ||
	    take_from(s, SUPPLY_INCOMING) || take_from(s, SUPPLY_DUE) ||
	    take_from(s, SUPPLY_FLUSH);
}

bool
supply_run(struct supply *s)
{
	struct id id;
	int n = 0;

	while (!s->tired && inlet_has_room(&s->rq->inlet) &&
	    next_id(s, SUPPLY_MAILDROP, &id))
		pickup_take(&s->rq->pickup, &id);
	while (!s->tired && s->rq->nmessages < s->rq->most && n < BUDGET)
		if (take_one(s))
			n++;
		else
			return false;
	return n == BUDGET;
}

bool
supply_pending(const struct supply *s)
{
	if (s->tired)
		return false;
	for (int k = 0; k < SUPPLY_KINDS; k++)
		if (s->open[k] || s->again[k])
			return true;
	return s->arrived != NULL || s->ids != NULL;
}

int64_t
supply_next_due(const struct supply *s, int64_t most)
{
	int64_t now = stamp_now().sec, least = most, slot;
	struct dir d;
	const char *name;

	if (!dir_open(&d, s->rq->q.fd, queue_state_name[QUEUE_DEFERRED]))
		return most;
	while ((name = dir_next(&d)) != NULL)
		if (slot_read(span_str(name), &slot) && slot - now < least)
			least = slot > now ? slot - now : 1;
	dir_close(&d);
	return least;
}
