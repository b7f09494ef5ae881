/* SPDX-License-Identifier: ISC */
#include "transaction.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "msg/address.h"
#include "net/idn.h"
#include "wire/dsn.h"

enum { WINDOW = 4096 };		/* bytes of commands sent without a look at
				 * replies: less than any socket holds */

struct transaction {
	struct delivery	*d;
	struct session	*s;
	const struct settings *set;
	size_t		*rcpt;		/* numbers in the request */
	size_t		 n, accepted;
	bool		*good;		/* of rcpt: accepted by RCPT */
	bool		 utf8, to_7bit;
	bool		 mail_refused, data_accepted, clean;
	struct buf	 scratch;
};

/* -- steps: MAIL, a RCPT for each recipient, DATA -- */

enum step { STEP_MAIL, STEP_RCPT, STEP_DATA };

static const char *const commands[] = { "MAIL FROM", "RCPT TO", "DATA" };

static enum step
kind(const struct transaction *t, size_t at)
{
	return at == 0 ? STEP_MAIL : at <= t->n ? STEP_RCPT : STEP_DATA;
}

/* The address as it goes on the wire. */
static struct span
on_wire(struct transaction *t, struct span addr)
{
	struct buf *b = &t->scratch;
	struct span local, domain;

	buf_reset(b);
	if (!t->utf8 && address_split(addr, &local, &domain) &&
	    !utf8_is_ascii(domain)) {
		struct buf ascii = BUF_INIT;

		buf_addspan(&ascii, local);
		buf_addc(&ascii, '@');
		if (!idn_ascii(&ascii, domain))
			buf_addspan(&ascii, domain);
		address_external(b, buf_span(&ascii));
		buf_clear(&ascii);
	} else if (t->set->quote)
		address_external(b, addr);
	else
		buf_addspan(b, addr);
	return buf_span(b);
}

static void
add_mail_options(struct transaction *t, struct buf *out)
{
	const struct content *c = &t->d->content;
	const struct envelope *e = &t->d->rq->env;
	struct span ret = envelope_get(e, "ret"),
	    envid = envelope_get(e, "envid");

	if (t->s->can & CAN_SIZE)
		buf_addf(out, " SIZE=%llu",
		    (unsigned long long)content_size(c));
	if (c->has_8bit && (t->s->can & CAN_8BIT))
		buf_adds(out, " BODY=8BITMIME");
	if (t->utf8)
		buf_adds(out, " SMTPUTF8");
	if ((t->s->can & CAN_DSN) == 0)
		return;
	if (ret.len > 0)
		buf_addf(out, " RET=%s", span_caseis(ret, "hdrs") ? "HDRS" :
		    "FULL");
	if (envid.len > 0 && dsn_envid_ok(envid))
		buf_addf(out, " ENVID=%.*s", SPAN_FMT(envid));
}

static void
say_mail(struct transaction *t)
{
	struct buf options = BUF_INIT;

	add_mail_options(t, &options);
	session_say(t->s, "MAIL FROM:<%.*s>%s",
	    SPAN_FMT(on_wire(t, buf_span(&t->d->sender))), options.s);
	buf_clear(&options);
}

static void
add_rcpt_options(struct transaction *t, const struct rcpt *r, struct buf *out)
{
	struct buf plain = BUF_INIT;
	struct span type;

	if ((t->s->can & CAN_DSN) == 0)
		return;
	if (r->notify != 0) {
		buf_adds(out, " NOTIFY=");
		dsn_notify_add(out, r->notify);
	}
	if (r->orcpt.len > 0 && dsn_orcpt(r->orcpt, &type, &plain))
		buf_addf(out, " ORCPT=%.*s", SPAN_FMT(r->orcpt));
	else if (r->orcpt.len == 0) {
		struct span orig = r->orig.len > 0 ? r->orig : r->addr;

		buf_reset(&plain);
		address_external(&plain, orig);
		buf_adds(out, " ORCPT=");
		dsn_orcpt_add(out, utf8_is_ascii(orig) ? "rfc822" : "utf-8",
		    buf_span(&plain));
	}
	buf_clear(&plain);
}

static void
say_rcpt(struct transaction *t, size_t k)
{
	const struct rcpt *r = &t->d->rq->env.rcpts[t->rcpt[k]];
	struct buf options = BUF_INIT;

	add_rcpt_options(t, r, &options);
	session_say(t->s, "RCPT TO:<%.*s>%s",
	    SPAN_FMT(on_wire(t, buf_span(&t->d->rcpt[t->rcpt[k]]))),
	    options.s);
	buf_clear(&options);
}

static void
say(struct transaction *t, size_t at)
{
	switch (kind(t, at)) {
	case STEP_MAIL:
		say_mail(t);
		break;
	case STEP_RCPT:
		say_rcpt(t, at - 1);
		break;
	case STEP_DATA:
		session_say(t->s, "DATA");
		break;
	}
}

/* -- replies -- */

static void
fail_accepted(struct transaction *t, const struct why *w)
{
	for (size_t k = 0; k < t->n; k++)
		if (t->good[k] && !t->d->fate[t->rcpt[k]].settled)
			delivery_result(t->d, t->rcpt[k], t->s, w);
}

/* All that this transaction was for. */
static void
fail_all(struct transaction *t, const struct why *w)
{
	for (size_t k = 0; k < t->n; k++)
		if (!t->d->fate[t->rcpt[k]].settled)
			delivery_result(t->d, t->rcpt[k], t->s, w);
}

static void
mail_done(struct transaction *t)
{
	if (t->s->reply.code / 100 == 2)
		return;
	t->mail_refused = true;
	session_refused(t->s, commands[STEP_MAIL]);
	fail_all(t, &t->s->why);
}

/* "Too many recipients": another transaction may take the others. */
static bool
too_many(const struct transaction *t)
{
	int code = t->s->reply.code;

	return t->accepted > 0 && (code == 552 || (code == 452 &&
	    (!t->s->reply.has_dsn || strcmp(t->s->reply.dsn, "4.5.3") == 0)));
}

static void
rcpt_done(struct transaction *t, size_t k)
{
	struct smtpreply *r = &t->s->reply;
	struct fate *f = &t->d->fate[t->rcpt[k]];

	if (t->mail_refused)
		return;
	if (r->code / 100 == 2) {
		t->good[k] = true;
		t->accepted++;
		return;
	}
	if (too_many(t)) {
		f->waits = true;
		return;
	}
	session_refused(t->s, commands[STEP_RCPT]);
	if (r->code == 552) {	/* RFC 5321, section 4.5.3.1.10 */
		t->s->why.out = OUT_TEMP;
		t->s->why.dsn[0] = '4';
	}
	delivery_result(t->d, t->rcpt[k], t->s, &t->s->why);
}

static void
data_done(struct transaction *t)
{
	t->data_accepted = t->s->reply.code / 100 == 3;
	if (t->data_accepted || t->accepted == 0)
		return;
	session_refused(t->s, commands[STEP_DATA]);
	fail_accepted(t, &t->s->why);
	t->accepted = 0;
}

static bool
hear(struct transaction *t, size_t at)
{
	static const char *const doing[] = { "sending MAIL FROM",
	    "sending RCPT TO", "sending DATA command" };
	const int64_t limit[] = { t->set->mail_time, t->set->rcpt_time,
	    t->set->data_time };
	enum step step = kind(t, at);

	if (!session_hear(t->s, limit[step], doing[step]))
		return false;
	if (step == STEP_MAIL)
		mail_done(t);
	else if (step == STEP_RCPT)
		rcpt_done(t, at - 1);
	else
		data_done(t);
	return true;
}

/* Whether the step may be said while replies are owed for steps before it. */
static bool
may_say(const struct transaction *t, size_t at, size_t heard)
{
	if (at == heard)
		return true;
	return (t->s->can & CAN_PIPELINE) && session_unsent(t->s) < WINDOW;
}

/* Without PIPELINING what was refused is known before the next step. */
static bool
is_pointless(const struct transaction *t, size_t at, size_t heard)
{
	return at == heard && (t->mail_refused ||
	    (kind(t, at) == STEP_DATA && t->accepted == 0));
}

/* False: the connection is gone. */
static bool
envelope(struct transaction *t)
{
	size_t steps = t->n + 2, said = 0, heard = 0;

	while (heard < steps) {
		while (said < steps && may_say(t, said, heard)) {
			if (is_pointless(t, said, heard))
				return true;
			say(t, said++);
		}
		/* what was said in one go is heard in one go */
		while (heard < said) {
			if (!hear(t, heard))
				return false;
			if (t->s->gone) {
				session_refused(t->s, commands[kind(t, heard)]);
				return false;
			}
			heard++;
		}
	}
	return true;
}

/* -- the content -- */

static void
sent(struct transaction *t, size_t k)
{
	struct why w = WHY_INIT;
	const struct smtpreply *r = &t->s->reply;

	why_set(&w, OUT_OK, span_str(r->dsn), buf_span(&r->text));
	delivery_result(t->d, t->rcpt[k], t->s, &w);
	why_clear(&w);
}

static void
verdict(struct transaction *t, size_t k)
{
	if (t->s->reply.code / 100 == 2) {
		sent(t, k);
		return;
	}
	session_refused(t->s, "end of DATA");
	delivery_result(t->d, t->rcpt[k], t->s, &t->s->why);
}

static void
no_verdict(struct transaction *t)
{
	struct why *w = &t->s->why;

	if (w->out != OUT_OK && t->s->gone)
		buf_adds(&w->text, " -- message may be sent more than once");
	fail_accepted(t, w);
}

/* LMTP has a reply for each recipient that was accepted, SMTP one for all. */
static void
end_of_data(struct transaction *t)
{
	const char *doing = "sending end of data";
	bool heard = false;

	for (size_t k = 0; k < t->n; k++) {
		if (!t->good[k])
			continue;
		if ((t->set->lmtp || !heard) &&
		    !session_hear(t->s, t->set->dot_time, doing)) {
			no_verdict(t);
			return;
		}
		heard = true;
		verdict(t, k);
	}
	t->clean = true;
}

static void
content(struct transaction *t)
{
	struct dot_out dots = { .limit = t->set->line_limit };
	struct why w = WHY_INIT;

	if (content_send(&t->d->content, t->s, t->to_7bit, &dots, &w) ==
	    OUT_OK) {
		dot_end(&dots, stream_out(&t->s->io));
		end_of_data(t);
	} else {
		/* What was begun must not look complete. */
		t->s->gone = true;
		fail_accepted(t, &w);
	}
	why_clear(&w);
}

/* DATA was accepted though no recipient was: the server waits for something. */
static void
nothing(struct transaction *t)
{
	session_say(t->s, ".");
	t->clean = session_hear(t->s, t->set->dot_time,
	    "sending end of data");
}

static void
reset(struct transaction *t)
{
	session_say(t->s, "RSET");
	t->clean = session_hear(t->s, t->set->rset_time, "sending RSET") &&
	    t->s->reply.code / 100 == 2;
}

static void
converse(struct transaction *t)
{
	if (!envelope(t))
		fail_all(t, &t->s->why);
	else if (t->accepted > 0)
		content(t);
	else if (t->data_accepted)
		nothing(t);
	else
		reset(t);
}

/* -- before anything is said -- */

static bool
is_ascii_local(struct span addr)
{
	struct span local = addr, domain;

	address_split(addr, &local, &domain);
	return utf8_is_ascii(local);
}

static bool
needs_utf8(const struct transaction *t)
{
	const struct delivery *d = t->d;
	bool flagged = envelope_get(&d->rq->env, "smtputf8").len > 0;

	if (!is_ascii_local(buf_span(&d->sender)) ||
	    (flagged && d->content.has_8bit_header))
		return true;
	for (size_t k = 0; k < t->n; k++)
		if (!is_ascii_local(buf_span(&d->rcpt[t->rcpt[k]])))
			return true;
	return false;
}

/* What the server would refuse, or must not be sent. */
static enum out
check(struct transaction *t, struct why *w)
{
	struct content *c = &t->d->content;
	unsigned can = t->s->can;

	if (content_scan(c, w) != OUT_OK)
		return OUT_TEMP;
	if ((can & CAN_SIZE) && t->s->size_limit > 0 &&
	    content_size(c) > t->s->size_limit)
		return why_perm(w, "5.3.4", "message size %llu exceeds size "
		    "limit %llu of server %s",
		    (unsigned long long)content_size(c),
		    (unsigned long long)t->s->size_limit, t->s->name.s);
	bool utf8 = needs_utf8(t);
	if (utf8 && !(can & CAN_UTF8))
		return why_perm(w, "5.6.7", "SMTPUTF8 is required, but was not "
		    "offered by host %s", t->s->name.s);
	t->utf8 = (can & CAN_UTF8) && (utf8 ||
	    envelope_get(&t->d->rq->env, "smtputf8").len > 0);
	t->to_7bit = c->has_8bit && !(can & CAN_8BIT) && t->set->convert;
	return t->to_7bit ? content_convertible(c, w) : OUT_OK;
}

/* Those that had to wait, or all that are not settled. */
static void
choose(struct transaction *t, bool waiting)
{
	struct delivery *d = t->d;

	t->rcpt = mem_array(d->left, sizeof(*t->rcpt));
	t->good = mem_array(d->left, sizeof(*t->good));
	for (size_t i = 0; i < d->rq->env.nrcpts; i++)
		if (!d->fate[i].settled && (d->fate[i].waits || !waiting)) {
			d->fate[i].waits = false;
			t->good[t->n] = false;
			t->rcpt[t->n++] = i;
		}
}

static void
run(struct transaction *t)
{
	struct why w = WHY_INIT;

	if (check(t, &w) == OUT_OK) {
		converse(t);
		t->s->messages++;
	} else {
		fail_all(t, &w);
		t->clean = true;
	}
	if (!t->clean)
		t->s->gone = true;	/* of no more use */
	why_clear(&w);
}

static void
transaction(struct delivery *d, struct session *s, bool waiting)
{
	struct transaction t = { .d = d, .s = s, .set = s->set,
	    .scratch = BUF_INIT };

	s->why.out = OUT_OK;
	choose(&t, waiting);
	run(&t);
	free(t.rcpt);
	free(t.good);
	buf_clear(&t.scratch);
}

static bool
has_waiting(const struct delivery *d)
{
	for (size_t i = 0; i < d->rq->env.nrcpts; i++)
		if (!d->fate[i].settled && d->fate[i].waits)
			return true;
	return false;
}

/* Each further transaction has at least one recipient less to do. */
void
transaction_run(struct delivery *d, struct session *s)
{
	transaction(d, s, false);
	while (!s->gone && has_waiting(d))
		transaction(d, s, true);
}
