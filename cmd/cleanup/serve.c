/* SPDX-License-Identifier: ISC */
#include "serve.h"

#include <stdlib.h>
#include <sysexits.h>

#include "agent/prefork.h"
#include "base/mem.h"
#include "batch.h"
#include "sys/clock.h"

enum { LOOK_MS = 1000 };

struct session {
	int64_t		looked;		/* for tables that have changed */
	struct checks	checks;
	struct message	m;
	struct door	d;
	struct batch	b;
};

static void
end_message(struct session *s)
{
	/* milters may take their time, which is not for those before */
	if (s->m.milters.n > 0 && s->b.n > 0)
		batch_commit(&s->b, s->m.q, &s->d);
	message_end(&s->m, &s->d.fault);
	batch_take(&s->b, &s->m);
	message_forget(&s->m);
}

/* What has ended is committed before we wait: the client may wait, too. */
static enum door_got
next(struct session *s)
{
	if (s->b.n > 0 && (batch_full(&s->b) || !door_ready(&s->d)))
		batch_commit(&s->b, s->m.q, &s->d);
	return door_next(&s->d);
}

/* A session may last for long. */
static void
begin_message(struct session *s)
{
	int64_t now = clock_ms();

	if (now - s->looked >= LOOK_MS) {
		mapping_refresh(s->m.set->mapping);
		s->looked = now;
	}
	message_begin(&s->m, s->d.text);
	door_id(&s->d, &s->m.id);
}

static int
session(struct session *s)
{
	struct message *m = &s->m;
	struct door *d = &s->d;

	for (;;)
		switch (next(s)) {
		case DOOR_BEGIN:
			begin_message(s);
			break;
		case DOOR_FACT:
			if (message_fact(m, d->name, d->text))
				door_id(d, &m->id);
			break;
		case DOOR_RCPT:
			message_rcpt(m, &d->rcpt);
			break;
		case DOOR_MILTER:
			message_milter(m, d->text, d->fd);
			break;
		case DOOR_CONTENT:
			message_content(m, d->text);
			break;
		case DOOR_COMMIT:
			end_message(s);
			break;
		case DOOR_FORGET:
			message_forget(m);
			break;
		case DOOR_END:
			return EX_OK;
		case DOOR_LOST:
			if (s->b.n > 0)	/* malformed, but not these */
				batch_commit(&s->b, m->q, d);
			return EX_DATAERR;
		}
}

int
serve(const struct settings *set, const struct queue *q, int in, int out,
    bool may_pick_up)
{
	struct session *s = mem_alloc(sizeof(*s));

	checks_open(&s->checks);
	message_init(&s->m, set, &s->checks, q);
	s->m.may_pick_up = may_pick_up;
	door_init(&s->d, in, out);
	mapping_complete(set->mapping);
	s->looked = clock_ms();
	int status = session(s);
	message_clear(&s->m);
	door_clear(&s->d);
	checks_close(&s->checks);
	free(s);
	return status;
}

struct many {
	const struct settings *set;
	const struct queue *q;
};

static int
serve_one(void *arg, const int *fd)
{
	const struct many *m = arg;

	return serve(m->set, m->q, fd[0], fd[1], false);
}

static bool
refresh(void *arg)
{
	const struct many *m = arg;

	mapping_refresh(m->set->mapping);
	return true;
}

int
serve_many(const struct settings *set, const struct queue *q, int sock)
{
	struct many m = { set, q };

	mapping_prepare(set->mapping);
	return prefork_serve_with(sock, 2, refresh, serve_one, &m);
}
