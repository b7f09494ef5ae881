/* SPDX-License-Identifier: ISC */
#include "status.h"

#include "msg/address.h"
#include "wire/dsn.h"
#include "wire/xtext.h"
#include "wrap.h"

/* A field. Without UTF-8 it is ASCII; it is folded when it is long. */
static void
field(struct buf *out, const struct failure *f, const char *name,
    const char *type, struct span value)
{
	struct buf b = BUF_INIT;

	buf_addf(out, "%s:", name);
	if (type[0] != '\0')
		buf_addf(out, " %s;", type);
	wrap_clean(&b, value, !f->utf8);
	wrap_add(out, buf_span(&b), "    ");
	buf_addc(out, '\n');
	buf_clear(&b);
}

/* Blanks within an address matter: it is not folded. */
static void
address(struct buf *out, const struct failure *f, const char *name,
    struct span internal)
{
	struct buf b = BUF_INIT;

	buf_addf(out, "%s: %s; ", name, f->utf8 ? "utf-8" : "rfc822");
	address_external(&b, internal);
	wrap_clean(out, buf_span(&b), !f->utf8);
	buf_addc(out, '\n');
	buf_clear(&b);
}

static void
date(struct buf *out, const char *name, int64_t sec)
{
	buf_addf(out, "%s: ", name);
	stamp_add_rfc5322(out, sec);
	buf_addc(out, '\n');
}

static void
add_message(struct buf *out, const struct failure *f)
{
	struct buf b = BUF_INIT, name = BUF_INIT;

	field(out, f, "Reporting-MTA", "dns", span_str(f->host));
	if (f->envid.len > 0) {
		if (!xtext_decode(&b, f->envid))
			buf_addspan(&b, f->envid);
		field(out, f, "Original-Envelope-Id", "", buf_span(&b));
	}
	buf_addf(&name, "X-%s-Queue-ID", f->mail_name);
	field(out, f, name.s, "", f->id);
	buf_reset(&name);
	buf_addf(&name, "X-%s-Sender", f->mail_name);
	address(out, f, name.s, f->sender);
	date(out, "Arrival-Date", f->arrival.sec);
	buf_clear(&name);
	buf_clear(&b);
}

static void
add_original(struct buf *out, const struct failure *f, const struct rcpt *r)
{
	if (r->orcpt.len > 0) {
		buf_adds(out, "Original-Recipient: ");
		wrap_clean(out, r->orcpt, !f->utf8);
		buf_addc(out, '\n');
	} else if (r->orig.len > 0 && !span_eq(r->orig, r->addr))
		address(out, f, "Original-Recipient", r->orig);
}

/* What the other side said, out of "host H[A] said: REPLY (in reply to ...)":
 * empty when the reason is our own. */
static struct span
reply_of(const struct failed *r)
{
	static const struct span said = SPAN("] said: "),
	    end = SPAN(" (in reply to ");
	struct span s = r->text;

	if (span_find(r->relay, '[') == SPAN_NONE)
		return SPAN("");
	while (s.len > 0 && !span_starts(s, said))
		s = span_from(s, 1);
	s = span_from(s, said.len);
	for (size_t i = 0; i < s.len; i++)
		if (span_starts(span_from(s, i), end))
			return span_head(s, i);
	return s;
}

static void
add_diagnosis(struct buf *out, const struct failure *f, const struct failed *r)
{
	struct span reply = reply_of(r);
	size_t bracket = span_find(r->relay, '[');
	struct buf type = BUF_INIT;

	if (bracket != SPAN_NONE && bracket > 0)
		field(out, f, "Remote-MTA", "dns", span_head(r->relay, bracket));
	buf_addf(&type, "X-%s", f->mail_name);
	if (reply.len > 0)
		field(out, f, "Diagnostic-Code", "smtp", reply);
	else
		field(out, f, "Diagnostic-Code", type.s, r->text);
	buf_clear(&type);
}

static void
add_recipient(struct buf *out, const struct failure *f, const struct failed *r)
{
	bool said = dsn_ok(r->dsn) && r->dsn.p[0] != '2';

	buf_addc(out, '\n');
	address(out, f, "Final-Recipient", r->rcpt->addr);
	add_original(out, f, r->rcpt);
	buf_adds(out, "Action: failed\n");
	field(out, f, "Status", "", said ? r->dsn : SPAN("5.0.0"));
	add_diagnosis(out, f, r);
	if (r->when.sec > 0)
		date(out, "Last-Attempt-Date", r->when.sec);
}

void
status_add(struct buf *out, const struct failure *f)
{
	add_message(out, f);
	for (size_t i = 0; i < f->nrcpts; i++)
		add_recipient(out, f, &f->rcpts[i]);
}
