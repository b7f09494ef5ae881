/* SPDX-License-Identifier: ISC */
#include "schedule.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "conf/param.h"
#include "conf/value.h"

enum { LIMIT_MAX = 1000000 };

static void
jobs_add(struct jobs *l, struct job *j)
{
	j->next = NULL;
	if (l->tail != NULL)
		l->tail->next = j;
	else
		l->head = j;
	l->tail = j;
}

static struct job *
jobs_take(struct jobs *l)
{
	struct job *j = l->head;

	if (j != NULL && (l->head = j->next) == NULL)
		l->tail = NULL;
	return j;
}

/* NAME_suffix when it is set, else the default; 0 means no limit. */
static size_t
limit(const char *name, const char *suffix, enum param fallback)
{
	char *full = mem_fmt("%s_%s", name, suffix);
	const char *value = param_value(span_str(full));
	int64_t n = 0;

	if (value == NULL || !num_int(span_str(value), 0, LIMIT_MAX, &n))
		n = param_int(fallback);
	free(full);
	return n > 0 ? (size_t)n : LIMIT_MAX;
}

static bool
is_deferred(const char *name)
{
	struct span list = span_str(param_str(P_defer_transports)), item;

	while (value_item(&list, &item))
		if (span_is(item, name))
			return true;
	return false;
}

static size_t
processes(const struct schedule *s, struct span name)
{
	const struct service *v = s->services == NULL ? NULL :
	    services_find(s->services, name);

	if (v == NULL || v->processes < 0)
		return (size_t)param_int(P_default_process_limit);
	return v->processes > 0 ? (size_t)v->processes : LIMIT_MAX;
}

struct transport *
schedule_transport(struct schedule *s, struct span name)
{
	struct transport *t;

	for (t = s->transports; t != NULL; t = t->next)
		if (span_is(name, t->name))
			return t;
	t = mem_alloc(sizeof(*t));
	t->name = span_dup(name);
	t->concurrency = limit(t->name, "destination_concurrency_limit",
	    P_default_destination_concurrency_limit);
	t->recipients = limit(t->name, "destination_recipient_limit",
	    P_default_destination_recipient_limit);
	t->processes = processes(s, name);
	t->deferred = is_deferred(t->name);
	t->dests = (struct htab)HTAB_INIT;
	buf_init(&t->dead_text);
	t->next = s->transports;
	s->transports = t;
	return t;
}

static void
ready(struct dest *d)
{
	struct transport *t = d->transport;

	if (d->ready || d->running >= t->concurrency ||
	    (d->fresh.head == NULL && d->old.head == NULL))
		return;
	d->ready = true;
	d->next_ready = NULL;
	if (t->tail != NULL)
		t->tail->next_ready = d;
	else
		t->head = d;
	t->tail = d;
}

/* With one recipient a delivery each recipient is a destination: so the limit
 * is on deliveries to one mailbox. */
static struct dest *
find_dest(struct transport *t, struct span addr, struct span nexthop)
{
	struct span key = t->recipients == 1 ? addr : nexthop;
	struct dest *d = htab_get(&t->dests, key);

	if (d == NULL) {
		d = mem_alloc(sizeof(*d));
		d->transport = t;
		d->nexthop = span_str(mem_strn(nexthop.p, nexthop.len));
		htab_put(&t->dests, key, d);
	}
	return d;
}

static void
queue_job(struct schedule *s, struct job *j)
{
	struct dest *d = j->dest;

	jobs_add(j->m->fresh ? &d->fresh : &d->old, j);
	j->m->pending++;
	s->waiting++;
	ready(d);
}

void
schedule_add(struct schedule *s, struct transport *t, struct message *m,
    size_t rcpt, struct span nexthop)
{
	struct dest *d = find_dest(t, m->f.env.rcpts[rcpt].addr, nexthop);
	struct job *j = d->open;

	if (j == NULL || j->m != m || j->n >= t->recipients) {
		j = d->open = mem_alloc(sizeof(*j));
		j->m = m;
		j->dest = d;
		queue_job(s, j);
	}
	if (j->n == j->cap) {
		j->cap = j->cap > 0 ? j->cap * 2 : 1;
		j->rcpt = mem_resize(j->rcpt, j->cap, sizeof(*j->rcpt));
	}
	j->rcpt[j->n++] = rcpt;
}

bool
schedule_has(const struct transport *t)
{
	return t->head != NULL;
}

struct job *
schedule_take(struct schedule *s, struct transport *t)
{
	struct dest *d = t->head;

	if (d == NULL)
		return NULL;
	t->head = d->next_ready;
	if (t->head == NULL)
		t->tail = NULL;
	d->ready = false;
	struct job *j = jobs_take(d->fresh.head != NULL ? &d->fresh : &d->old);
	if (d->open == j)
		d->open = NULL;
	d->running++;
	s->waiting--;
	s->running++;
	ready(d);
	return j;
}

void
schedule_add_notice(struct schedule *s, struct transport *t, struct message *m)
{
	struct job *j = mem_alloc(sizeof(*j));

	j->m = m;
	j->dest = find_dest(t, SPAN(""), SPAN(""));
	queue_job(s, j);
}

void
schedule_return(struct schedule *s, struct job *j)
{
	j->dest->running--;
	j->m->pending--;
	s->running--;
	queue_job(s, j);
}

void
schedule_done(struct schedule *s, struct job *j)
{
	j->dest->running--;
	j->m->pending--;
	s->running--;
	ready(j->dest);
	free(j->rcpt);
	free(j);
}

void
schedule_split(struct schedule *s, struct job *j, size_t k)
{
	struct job *rest = mem_alloc(sizeof(*rest));

	rest->m = j->m;
	rest->dest = j->dest;
	rest->n = rest->cap = j->n - k;
	rest->rcpt = mem_array(rest->n, sizeof(*rest->rcpt));
	memcpy(rest->rcpt, j->rcpt + k, rest->n * sizeof(*rest->rcpt));
	j->n = k;
	queue_job(s, rest);
}

static void
forget(struct transport *t)
{
	struct span key;
	void *value;
	size_t at = 0;

	while (htab_next(&t->dests, &at, &key, &value)) {
		struct dest *d = value;

		free((char *)(size_t)d->nexthop.p);
		free(d);
	}
	htab_clear(&t->dests);
	t->head = t->tail = NULL;
}

void
schedule_forget(struct schedule *s)
{
	if (s->waiting > 0 || s->running > 0)
		return;
	for (struct transport *t = s->transports; t != NULL; t = t->next)
		forget(t);
}

void
schedule_clear(struct schedule *s)
{
	struct transport *t;

	while ((t = s->transports) != NULL) {
		s->transports = t->next;
		forget(t);
		buf_clear(&t->dead_text);
		free(t->name);
		free(t);
	}
}
