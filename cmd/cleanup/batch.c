/* SPDX-License-Identifier: ISC */
#include "batch.h"

#include <errno.h>

#include "queue/wake.h"
#include "sys/file.h"
#include "sys/log.h"

/* The dispatcher looks after what it sent itself. */
static bool
is_news(const struct message *m)
{
	struct span kind = envelope_get(&m->env, "kind");

	return !m->picked_up && !span_is(kind, "notice") &&
	    !span_is(kind, "forward");
}

void
batch_take(struct batch *b, struct message *m)
{
	struct batch_entry *e = &b->e[b->n++];

	e->id = m->id;
	e->told = m->content.inspect.told;
	e->file = m->file;
	m->file = (struct qwriter)QWRITER_INIT;
	e->why = m->why;
	e->wake = m->why.out == OUT_OK && e->file.fd >= 0 &&
	    e->file.place.state == QUEUE_INCOMING && is_news(m);
	m->why = (struct why)WHY_INIT;
	buf_init(&e->reply);
	if (e->why.out != OUT_OK &&
	    span_is(envelope_get(&m->env, "kind"), "smtp"))
		buf_set(&e->reply, buf_span(&m->reply));
}

bool
batch_full(const struct batch *b)
{
	return b->n == BATCH_MAX;
}

/* All began in incoming: those that went on to hold must be gone from there,
 * too. */
static bool
concerns(const struct batch_entry *e, enum queue_state state)
{
	return e->file.fd >= 0 && (state == QUEUE_INCOMING ||
	    e->file.place.state == state);
}

/* One sync is enough for all names in a directory. */
static void
sync_names(struct batch *b, const struct queue *q, enum queue_state state)
{
	bool any = false;

	for (size_t i = 0; i < b->n; i++)
		any |= concerns(&b->e[i], state);
	if (!any || queue_sync(q, (struct place){ state, 0 }) == 0)
		return;
	int err = errno;
	for (size_t i = 0; i < b->n; i++)
		if (concerns(&b->e[i], state)) {
			why_errno(&b->e[i].why, err, "sync queue directory");
			qwriter_abort(&b->e[i].file);
		}
}

static void
sync_all(struct batch *b, const struct queue *q)
{
	for (size_t i = 0; i < b->n && b->n > 1; i++)
		if (b->e[i].file.fd >= 0)
			file_start_sync(b->e[i].file.fd);
	for (size_t i = 0; i < b->n; i++) {
		struct batch_entry *e = &b->e[i];

		if (e->file.fd < 0)
			continue;
		if (qwriter_sync(&e->file, &e->why) != OUT_OK)
			qwriter_abort(&e->file);
	}
	sync_names(b, q, QUEUE_HOLD);
	sync_names(b, q, QUEUE_INCOMING);
}

void
batch_commit(struct batch *b, const struct queue *q, struct door *d)
{
	bool any = false;

	sync_all(b, q);
	for (size_t i = 0; i < b->n; i++) {
		struct batch_entry *e = &b->e[i];

		if (e->why.out == OUT_OK)
			any |= e->wake;
		else if (!e->told)
			log_warn("%s: %s", e->id.s, e->why.text.s);
		qwriter_close(&e->file);
		if (e->reply.len > 0)
			door_reply(d, buf_span(&e->reply));
		door_answer(d, &e->id, &e->why);
		buf_clear(&e->reply);
		why_clear(&e->why);
	}
	b->n = 0;
	door_flush(d);
	/* The answers first: whoever asked is waiting for them. */
	if (any)
		wake_run(q);
}
