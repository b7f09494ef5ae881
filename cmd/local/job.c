/* SPDX-License-Identifier: ISC */
#include "job.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "msg/address.h"
#include "trace.h"

static enum out
find_user(struct job *j)
{
	struct span local, domain;

	address_split(j->rcpt->addr, &local, &domain);
	if (span_caseis(local, j->cf->double_bounce))
		return why_ok(&j->why, "2.0.0",
		    "undeliverable postmaster notification discarded");
	switch (mailbox_user(&j->user, local, j->cf->delimiter)) {
	case USER_FOUND:
		break;
	case USER_ABSENT:
		return why_perm(&j->why, "5.1.1", "unknown user: \"%.*s\"",
		    SPAN_FMT(local));
	case USER_FAILED:
		return why_temp(&j->why, "4.3.0", "user lookup error: %s",
		    strerror(errno));
	}
	mailbox_find(&j->box, &j->user, j->cf);
	j->done = false;
	return OUT_OK;
}

void
job_begin(struct job *j, const struct local *cf, const struct request *rq,
    const struct rcpt *rcpt, int fd)
{
	*j = (struct job){ .cf = cf, .rq = rq, .rcpt = rcpt, .fd = fd,
	    .user = USER_INIT, .box = MAILBOX_INIT, .head = BUF_INIT,
	    .put = MAILDIR_INIT, .why = WHY_INIT, .done = true };
	find_user(j);
}

static void
store_mbox(struct job *j, const struct letter *l)
{
	struct mbox_rules r = j->cf->mbox;
	struct why w = WHY_INIT;

	r.owner = geteuid();
	j->done = true;
	if (mbox_deliver(j->box.path.s, l, &r, &w) == OUT_OK) {
		why_ok(&j->why, "2.0.0", "delivered to mailbox");
	} else {
		struct buf text = BUF_INIT;

		buf_addf(&text, "cannot update mailbox %s for user %s. ",
		    j->box.path.s, j->user.name.s);
		buf_addspan(&text, buf_span(&w.text));
		why_set(&j->why, w.out, span_str(w.dsn), buf_span(&text));
		buf_clear(&text);
	}
	why_clear(&w);
}

static void
maildir_failed(struct job *j, const struct why *w)
{
	struct buf text = BUF_INIT;

	buf_adds(&text, "maildir delivery failed: ");
	buf_addspan(&text, buf_span(&w->text));
	why_set(&j->why, w->out, span_str(w->dsn), buf_span(&text));
	buf_clear(&text);
	j->done = true;
}

static void
store_maildir(struct job *j, const struct letter *l)
{
	struct why w = WHY_INIT;

	j->put.path = j->box.path.s;
	j->put.base = j->box.base;
	j->put.limit = j->cf->mbox.limit;
	if (maildir_store(&j->put, l, &w) != OUT_OK)
		maildir_failed(j, &w);
	why_clear(&w);
}

void
job_store(struct job *j)
{
	struct letter l = { .sender = j->rq->env.sender, .fd = j->fd,
	    .at = j->rq->content_at, .len = j->rq->content_len };

	if (trace_loops(&l, j->rcpt->addr, &j->why) != OUT_OK) {
		j->done = true;
		return;
	}
	trace_head(&j->head, j);
	l.head = buf_span(&j->head);
	if (j->box.maildir)
		store_maildir(j, &l);
	else
		store_mbox(j, &l);
}

void
job_sync(struct job *j)
{
	struct why w = WHY_INIT;

	if (j->done)
		return;
	if (maildir_sync(&j->put, &w) == OUT_OK) {
		why_ok(&j->why, "2.0.0", "delivered to maildir");
		j->done = true;
	} else
		maildir_failed(j, &w);
	why_clear(&w);
}

void
job_clear(struct job *j)
{
	maildir_clear(&j->put);
	mailbox_clear(&j->box);
	user_clear(&j->user);
	buf_clear(&j->head);
	why_clear(&j->why);
}
