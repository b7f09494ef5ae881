/* SPDX-License-Identifier: ISC */
#include "notice.h"

#include <stdlib.h>

#include "base/mem.h"
#include "dispatch.h"
#include "sys/log.h"
#include "wire/record.h"

enum { FULL = 256 * 1024 };

/* One notice. The agent writes it while the door reads it. */
struct letter {
	struct submission s;		/* first: the inlet knows only this */
	struct notice	*notice;
	struct buf	what;		/* its name in the log */
	struct buf	waiting;	/* records for the door */
	bool		ended, broken;
};

/* All notices about one message. */
struct notice {
	struct runq	*rq;
	struct message	*m;
	struct letter	*open;		/* the agent writes this */
	size_t		 left;		/* letters without a verdict */
	bool		 agent_done, verdict, failed;
};

/* The senders know, or nobody is to know. */
static void
told(struct notice *n)
{
	struct message *m = n->m;

	for (size_t i = 0; i < m->f.env.nrcpts; i++)
		if (m->state[i] == RCPT_FAILED)
			m->state[i] = RCPT_TOLD;
}

static void
finish(struct notice *n)
{
	if (!n->agent_done || n->left > 0)
		return;
	if (n->verdict && !n->failed)
		told(n);
	n->m->pending--;
	message_touch(n->rq, n->m);
	free(n);
}

static enum feed
feed(struct submission *s, struct buf *out)
{
	struct letter *l = (struct letter *)s;

	if (l->waiting.len > 0) {
		buf_addspan(out, buf_span(&l->waiting));
		buf_reset(&l->waiting);
		return l->ended ? FEED_END : FEED_MORE;
	}
	if (!l->broken)
		return FEED_WAIT;
	record_add(out, 'X', SPAN(""));
	return FEED_FORGET;
}

static void
done(struct submission *s, enum out out, const struct id *id,
    const struct why *w)
{
	struct letter *l = (struct letter *)s;
	struct notice *n = l->notice;

	if (n->open == l)		/* the door has failed in the middle */
		n->open = NULL;
	if (out == OUT_OK) {
		log_role("bounce", "%s: %s: %s", n->m->id.s, l->what.s, id->s);
		supply_arrived(&n->rq->supply, id);
	} else {
		n->failed = true;
		log_warn("%s: %s could not be queued: %s", n->m->id.s,
		    l->what.s, w->text.s);
	}
	buf_clear(&l->what);
	buf_clear(&l->waiting);
	free(l);
	n->left--;
	finish(n);
}

static void
begin(struct notice *n, struct span what)
{
	struct letter *l = mem_alloc(sizeof(*l));

	*l = (struct letter){ .notice = n, .what = BUF_INIT,
	    .waiting = BUF_INIT };
	buf_set(&l->what, what);
	l->s.feed = feed;
	l->s.done = done;
	n->open = l;
	n->left++;
	inlet_add(&n->rq->inlet, &l->s);
}

/* Facts that only the dispatcher may state. */
static bool
is_ours(struct span data)
{
	return span_starts(data, SPAN("kind=")) ||
	    span_starts(data, SPAN("id=")) ||
	    span_starts(data, SPAN("maildrop="));
}

static void
add(struct letter *l, char letter, struct span data)
{
	if (letter == 'A' && is_ours(data))
		return;
	record_add(&l->waiting, letter, data);
	if (letter == 'F')
		record_add(&l->waiting, 'A', SPAN("kind=notice"));
	l->ended = letter == 'E';
}

static struct notice *
of_agent(struct runq *rq, struct agent *a)
{
	struct notice *n = a->notice;

	if (n == NULL) {
		n = a->notice = mem_alloc(sizeof(*n));
		*n = (struct notice){ .rq = rq, .m = a->job->m };
		n->m->pending++;
	}
	return n;
}

bool
notice_record(struct runq *rq, struct agent *a, char letter, struct span data)
{
	struct notice *n = of_agent(rq, a);

	if (letter == 'n') {
		if (n->open != NULL)
			return false;
		begin(n, data);
		return true;
	}
	if (span_find(SPAN("FAOPRME"), letter) == SPAN_NONE)
		return false;
	if (n->open == NULL)		/* its door has failed */
		return n->failed;
	add(n->open, letter, data);
	if (letter == 'E')
		n->open = NULL;
	return true;
}

bool
notice_verdict(struct runq *rq, struct agent *a, const struct result *r)
{
	struct notice *n = of_agent(rq, a);

	if (r->out == OUT_TEMP)
		log_warn("%s: no notice: %.*s", n->m->id.s, SPAN_FMT(r->text));
	else if (r->out == OUT_PERM)
		log_warn("%s: nobody can be told: %.*s", n->m->id.s,
		    SPAN_FMT(r->text));
	n->verdict = r->out != OUT_TEMP;
	return true;
}

void
notice_end(struct agent *a)
{
	struct notice *n = a->notice;

	if (n == NULL)
		return;
	a->notice = NULL;
	n->agent_done = true;
	if (n->open != NULL) {
		n->open->broken = n->failed = true;
		n->open = NULL;
	}
	finish(n);
}

bool
notice_full(const struct notice *n)
{
	return n != NULL && n->open != NULL && n->open->waiting.len >= FULL;
}
