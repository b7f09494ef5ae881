/* SPDX-License-Identifier: ISC */
#include "bounce.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "conf/param.h"
#include "conf/value.h"
#include "failure.h"
#include "original.h"
#include "queue/journal.h"
#include "sys/io.h"
#include "sys/log.h"

enum { JOURNAL_MOST = 16 << 20 };

static bool
tells(const char *class)
{
	struct span list = span_str(param_str(P_notify_classes)), item;

	while (value_item(&list, &item))
		if (span_caseis(item, class))
			return true;
	return false;
}

void
bounce_init(struct bounce *cf)
{
	const char *sender = param_str(P_double_bounce_sender);

	*cf = (struct bounce){
		.host = param_str(P_myhostname),
		.mail_name = param_str(P_mail_name),
		.origin = param_str(P_myorigin),
		.size_limit = (uint64_t)param_int(P_bounce_size_limit),
		.tell_bounce = tells("bounce"),
		.tell_2bounce = tells("2bounce"),
		.bounce_rcpt = param_str(P_bounce_notice_recipient),
		.twobounce_rcpt = param_str(P_2bounce_notice_recipient),
	};
	cf->double_bounce = strchr(sender, '@') != NULL ? mem_str(sender) :
	    mem_fmt("%s@%s", sender, cf->origin);
}

/* A message, its failed recipients and what the journal says of them. */
struct bounced {
	const struct bounce *cf;
	struct qfile	 q;
	struct id	 id;
	struct buf	 journal;
	struct pool	 pool;
	struct failed	*rcpts;
	size_t		 nrcpts;
};

/* The last note about a recipient, or what is said without one. */
static void
explain(struct bounced *b, struct failed *f, struct span line)
{
	struct buf scratch = BUF_INIT;
	struct note n;

	if (line.p != NULL && journal_take(&line, &n, &scratch)) {
		f->when = n.when;
		f->dsn = pool_span(&b->pool, n.dsn);
		f->relay = pool_span(&b->pool, n.relay);
		f->text = pool_span(&b->pool, n.text);
	} else
		f->text = SPAN("delivery failed; the reason is not known");
	buf_clear(&scratch);
}

static bool
is_to_be_told(const struct rcpt *r)
{
	return r->state == RCPT_FAILED &&
	    (r->notify == 0 || (r->notify & NOTIFY_FAILURE) != 0);
}

static void
collect(struct bounced *b)
{
	const struct envelope *e = &b->q.env;
	struct span *last = journal_last(buf_span(&b->journal), e->nrcpts);

	b->rcpts = mem_array(e->nrcpts + 1, sizeof(*b->rcpts));
	for (size_t i = 0; i < e->nrcpts; i++) {
		if (!is_to_be_told(&e->rcpts[i]))
			continue;
		struct failed *f = &b->rcpts[b->nrcpts++];
		f->rcpt = &e->rcpts[i];
		explain(b, f, last[i]);
	}
	free(last);
}

static enum out
load(struct bounced *b, int fd, struct why *w)
{
	int copy = dup(fd);

	if (copy < 0)
		return why_errno(w, errno, "dup");
	switch (qfile_load(&b->q, copy, false, w)) {
	case QFILE_OK:
		break;
	case QFILE_ERROR:
		return OUT_TEMP;
	default:
		return why_temp(w, "4.3.0", "the queue file is damaged");
	}
	if (qfile_journal(&b->q, &b->journal, JOURNAL_MOST) < 0)
		return why_errno(w, errno, "journal");
	collect(b);
	return OUT_OK;
}

static void
clear(struct bounced *b)
{
	qfile_close(&b->q);
	buf_clear(&b->journal);
	pool_clear(&b->pool);
	free(b->rcpts);
}

/* -- one notice -- */

static bool
is_international(struct span addr)
{
	return !utf8_is_ascii(addr) && utf8_ok(addr);
}

static bool
is_utf8(const struct bounced *b)
{
	const struct envelope *e = &b->q.env;

	for (size_t i = 0; i < b->nrcpts; i++)
		if (is_international(b->rcpts[i].rcpt->addr))
			return true;
	return span_is(envelope_get(e, "smtputf8"), "yes") ||
	    is_international(e->sender);
}

struct letter {			/* who to whom */
	const char	*what;
	struct span	 sender, to;
	bool		 copy;
};

static enum out
write_notice(const struct bounced *b, const struct letter *l, struct report *rp,
    struct why *w)
{
	const struct envelope *e = &b->q.env;
	struct failure f = {
		.host = b->cf->host, .mail_name = b->cf->mail_name,
		.origin = b->cf->origin, .to = l->to, .copy = l->copy,
		.now = stamp_now().sec, .id = span_str(b->id.s),
		.sender = e->sender, .envid = envelope_get(e, "envid"),
		.arrival = e->arrival, .rcpts = b->rcpts,
		.nrcpts = b->nrcpts, .utf8 = is_utf8(b),
	};
	struct original o = ORIGINAL_INIT;
	struct rcpt to = { .addr = l->to };
	struct buf text = BUF_INIT;
	enum out out;

	f.headers_only = l->copy ||
	    span_caseis(envelope_get(e, "ret"), "hdrs") ||
	    b->q.content_len > b->cf->size_limit;
	out = original_open(&o, &b->q, f.headers_only, b->cf->size_limit, w);
	if (out == OUT_OK) {
		f.eight_bit = o.eight_bit;
		failure_add(&text, &f);
		report_notice(rp, l->what);
		report_notice_sender(rp, l->sender);
		report_notice_fact(rp, "encoding",
		    f.eight_bit || !utf8_is_ascii(buf_span(&text)) ?
		    SPAN("8bit") : SPAN("7bit"));
		if (f.utf8)
			report_notice_fact(rp, "smtputf8", SPAN("yes"));
		report_notice_rcpt(rp, &to);
		report_notice_content(rp, buf_span(&text));
		out = original_send(&o, rp, w);
	}
	if (out == OUT_OK) {
		buf_reset(&text);
		failure_end(&text, &f);
		report_notice_content(rp, buf_span(&text));
		report_notice_end(rp);
	}
	buf_clear(&text);
	original_clear(&o);
	return out;
}

/* -- who is told -- */

static enum out
tell_postmaster(const struct bounced *b, const char *rcpt, struct report *rp,
    struct why *w)
{
	struct letter l = { "postmaster non-delivery notification",
	    span_str(b->cf->double_bounce), span_str(rcpt), true };

	return write_notice(b, &l, rp, w);
}

static enum out
tell_sender(const struct bounced *b, struct report *rp, struct why *w)
{
	struct letter l = { "sender non-delivery notification", SPAN(""),
	    b->q.env.sender, false };
	enum out out = write_notice(b, &l, rp, w);

	if (out == OUT_OK && b->cf->tell_bounce)
		out = tell_postmaster(b, b->cf->bounce_rcpt, rp, w);
	return out;
}

static enum out
tell(const struct bounced *b, struct report *rp, struct why *w)
{
	struct span sender = b->q.env.sender;

	if (b->nrcpts == 0)
		return OUT_OK;
	if (span_caseis(sender, b->cf->double_bounce)) {
		log_warn("%s: undeliverable postmaster notification discarded",
		    b->id.s);
		return OUT_OK;
	}
	if (sender.len > 0)
		return tell_sender(b, rp, w);
	if (b->cf->tell_2bounce)
		return tell_postmaster(b, b->cf->twobounce_rcpt, rp, w);
	log_info("%s: undeliverable notification discarded, as it has the null"
	    " sender", b->id.s);
	return OUT_OK;
}

void
bounce_deliver(void *arg, const struct request *rq, int fd, struct report *rp)
{
	struct bounced b = { .cf = arg, .q = QFILE_INIT, .id = rq->id,
	    .journal = BUF_INIT, .pool = POOL_INIT };
	struct why w = WHY_INIT;
	enum out out = load(&b, fd, &w);

	if (out == OUT_OK)
		out = tell(&b, rp, &w);
	if (out == OUT_OK)
		why_ok(&w, "2.0.0", "told");
	report_notices(rp, &w);
	clear(&b);
	why_clear(&w);
}
