/* SPDX-License-Identifier: ISC */
#include "collect.h"

#include "agent/outcome.h"
#include "agent/report.h"
#include "copies.h"
#include "dispatch.h"
#include "notice.h"

void
collect_decide(struct runq *rq, struct message *m, size_t rcpt,
    const struct why *w)
{
	struct stamp now = stamp_now();
	struct outcome o = { &m->id, &m->f.env.rcpts[rcpt], SPAN("none"),
	    m->f.env.arrival, m->active, now, now, 0, NULL };

	outcome_log(&o, "error", w);
	message_result(rq, m, rcpt, w->out, span_str(w->dsn), SPAN("none"),
	    buf_span(&w->text));
}

void
collect_defer(struct runq *rq, struct message *m, size_t rcpt,
    const char *dsn, struct span text)
{
	struct why w = WHY_INIT;

	why_set(&w, OUT_TEMP, span_str(dsn), text);
	collect_decide(rq, m, rcpt, &w);
	why_clear(&w);
}

void
collect_refuse(struct runq *rq, struct job *j, const char *dsn,
    const char *text)
{
	struct message *m = j->m;

	for (size_t k = 0; k < j->n; k++)
		if (j->rcpt[k] != SPAN_NONE)
			collect_defer(rq, m, j->rcpt[k], dsn, span_str(text));
	schedule_done(&rq->schedule, j);
	message_touch(rq, m);
}

/* The first result for a recipient counts. */
static bool
take_result(struct runq *rq, struct agent *a, struct span data)
{
	struct buf scratch = BUF_INIT;
	struct job *j = a->job;
	struct result r;
	bool ok = report_read_result(data, &r, &scratch);

	if (ok && j->n == 0) {
		ok = notice_verdict(rq, a, &r);
	} else if (ok && r.n < j->n && j->rcpt[r.n] != SPAN_NONE) {
		size_t i = j->rcpt[r.n];

		j->rcpt[r.n] = SPAN_NONE;
		if (!copies_send(rq, a, i, &r))
			message_result(rq, j->m, i, r.out, r.dsn, r.relay,
			    r.text);
	} else
		ok = false;
	buf_clear(&scratch);
	return ok;
}

static bool
take_forward(struct agent *a, struct span data)
{
	struct buf scratch = BUF_INIT;
	struct job *j = a->job;
	struct forward f;
	bool ok = report_read_forward(data, &f, &scratch) && f.n < j->n &&
	    j->rcpt[f.n] != SPAN_NONE;

	if (ok)
		copies_add(a, j->rcpt[f.n], &f);
	buf_clear(&scratch);
	return ok;
}

bool
collect_record(struct runq *rq, struct agent *a, char letter, struct span data)
{
	switch (letter) {
	case 'e':
		return true;
	case 'r':
		return take_result(rq, a, data);
	case 'f':
		return take_forward(a, data);
	default:
		return a->job->n == 0 && notice_record(rq, a, letter, data);
	}
}

void
collect_end(struct runq *rq, struct agent *a, const char *text)
{
	struct job *j = a->job;

	copies_forget(a);
	if (j->n == 0)
		notice_end(a);
	a->job = NULL;
	collect_refuse(rq, j, "4.3.0", text != NULL ? text :
	    "delivery agent did not say what became of this recipient");
}
