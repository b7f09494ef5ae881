/* SPDX-License-Identifier: ISC */
#include "judge.h"

#include "conf/param.h"
#include "conn.h"
#include "msg/address.h"
#include "reply.h"
#include "sys/log.h"

enum { REPLY_TEXT = 500 };		/* bytes of text in a reply */

void
judge_clear(struct judge *j)
{
	buf_clear(&j->if_permit.text);
	buf_clear(&j->if_reject.text);
}

void
judge_begin(struct judge *j)
{
	j->depth = j->warn_depth = 0;
	j->if_reject.active = false;
}

void
judge_add_shown(struct buf *out, const struct whose *of)
{
	buf_addc(out, '<');
	if (whose_is_address(of))
		address_external(out, of->shown);
	else
		buf_addspan(out, of->shown);
	buf_adds(out, ">: ");
}

static void __attribute__((format(printf, 3, 0)))
add_text(struct buf *out, const struct whose *of, const char *fmt, va_list ap)
{
	judge_add_shown(out, of);
	buf_addf(out, "%s rejected: ", of->class);
	buf_addfv(out, fmt, ap);
}

static bool
code_ok(int code, const char *dsn, const char *text)
{
	bool good = code >= 400 && code <= 599;

	if (!good)
		log_warn("SMTP reply code configuration error: %d %s %s", code,
		    dsn, text);
	return good;
}

/* trouble: it is this host's, and never a warning only. */
static enum judged
give(struct conn *c, int code, const char *dsn, bool trouble, struct buf *text)
{
	struct judge *j = &c->judge;
	bool warn = j->warn_depth > 0 && !trouble;
	char fixed[DSN_SIZE];

	buf_cut(text, REPLY_TEXT);
	if (!code_ok(code, dsn, text->s)) {
		code = 450;
		dsn = "4.7.1";
		buf_set(text, SPAN("Service unavailable"));
	}
	if (!warn && j->if_reject.active && code >= 500) {
		struct doubt *d = &j->if_reject;

		j->warn_depth = 0;
		d->active = false;
		return give(c, d->code, d->dsn, d->trouble, &d->text);
	}
	snprintf(fixed, sizeof(fixed), "%c%s", '0' + code / 100, dsn + 1);
	if (warn) {
		reply_log_refusal(c, "reject_warning", code, fixed,
		    buf_span(text));
		return JUDGED_DUNNO;
	}
	reply_reject(c, code, fixed, buf_span(text));
	return JUDGED_REFUSED;
}

enum judged
judge_reject(struct conn *c, int code, const char *dsn,
    const struct whose *of, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	add_text(&text, of, fmt, ap);
	va_end(ap);
	enum judged j = give(c, code, dsn, false, &text);
	buf_clear(&text);
	return j;
}

enum judged
judge_reject_as(struct conn *c, int code, const char *dsn, const char *fmt,
    ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_addfv(&text, fmt, ap);
	va_end(ap);
	enum judged j = give(c, code, dsn, false, &text);
	buf_clear(&text);
	return j;
}

enum judged
judge_lookup_failed(struct conn *c, const struct whose *of, struct why *w)
{
	struct buf text = BUF_INIT;

	log_warn("%s", w->text.len > 0 ? w->text.s : "lookup failure");
	why_clear(w);
	judge_add_shown(&text, of);
	buf_adds(&text, "Temporary lookup failure");
	enum judged j = give(c, 451, "4.3.0", true, &text);
	buf_clear(&text);
	return j;
}

enum judged
judge_misconfigured(struct conn *c)
{
	struct buf text = BUF_INIT;

	buf_adds(&text, "Server configuration error");
	enum judged j = give(c, 451, "4.3.5", true, &text);
	buf_clear(&text);
	return j;
}

/* The first reason is kept: what comes later may only follow from it. */
static enum judged __attribute__((format(printf, 5, 0)))
doubt(struct doubt *d, int code, const char *dsn, const struct whose *of,
    const char *fmt, va_list ap)
{
	if (d->active)
		return JUDGED_DUNNO;
	d->active = true;
	d->trouble = false;
	d->code = code;
	snprintf(d->dsn, sizeof(d->dsn), "%s", dsn);
	buf_reset(&d->text);
	add_text(&d->text, of, fmt, ap);
	return JUDGED_DUNNO;
}

enum judged
judge_doubt_reject(struct conn *c, int code, const char *dsn,
    const struct whose *of, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	doubt(&c->judge.if_reject, code, dsn, of, fmt, ap);
	va_end(ap);
	return JUDGED_DUNNO;
}

static enum judged __attribute__((format(printf, 6, 0)))
doubt_or_defer(struct conn *c, bool now, int code, const char *dsn,
    const struct whose *of, const char *fmt, va_list ap)
{
	if (!now && c->judge.warn_depth == 0)
		return doubt(&c->judge.if_permit, code, dsn, of, fmt, ap);
	struct buf text = BUF_INIT;

	add_text(&text, of, fmt, ap);
	enum judged j = give(c, code, dsn, false, &text);
	buf_clear(&text);
	return j;
}

enum judged
judge_doubt_permit(struct conn *c, int code, const char *dsn,
    const struct whose *of, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	enum judged j = doubt_or_defer(c, false, code, dsn, of, fmt, ap);
	va_end(ap);
	return j;
}

enum judged
judge_tempfail(struct conn *c, const char *how, int code, const char *dsn,
    const struct whose *of, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	enum judged j = doubt_or_defer(c, span_caseis(span_str(how), "defer"),
	    code, dsn, of, fmt, ap);
	va_end(ap);
	return j;
}

static bool
is_logged(struct conn *c, struct span action)
{
	return matchlist_match(c->lists->list[LIST_LOGGED_PERMITS], action,
	    SPAN(""), NULL) == FOUND;
}

enum judged
judge_permit(struct conn *c, struct span action, const struct whose *of,
    const char *more)
{
	struct buf text = BUF_INIT;

	/* What is going to be overruled is not told. */
	if (c->judge.if_permit.active || !is_logged(c, action))
		return JUDGED_OK;
	buf_addf(&text, "action=%.*s for %s=", SPAN_FMT(action), of->class);
	if (whose_is_address(of))
		address_external(&text, of->shown);
	else
		buf_addspan(&text, of->shown);
	if (*more != '\0')
		buf_addf(&text, " %s", more);
	reply_log(c, "permit", buf_span(&text));
	buf_clear(&text);
	return JUDGED_OK;
}

enum judged
judge_settle(struct conn *c, enum judged j)
{
	struct doubt *d = &c->judge.if_permit;

	if (j == JUDGED_REFUSED || !d->active)
		return j;
	c->judge.warn_depth = 0;
	return give(c, d->code, d->dsn, d->trouble, &d->text);
}
