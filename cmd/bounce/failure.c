/* SPDX-License-Identifier: ISC */
#include "failure.h"

#include "base/utf8.h"
#include "msg/address.h"
#include "msg/header.h"
#include "status.h"
#include "wrap.h"

static void
add_boundary(struct buf *out, const struct failure *f)
{
	buf_addf(out, "%.*s.%lld/%s", SPAN_FMT(f->id), (long long)f->now,
	    f->host);
}

static void
add_separator(struct buf *out, const struct failure *f, const char *what,
    const char *type)
{
	buf_adds(out, "\n--");
	add_boundary(out, f);
	buf_addf(out, "\nContent-Description: %s\nContent-Type: %s\n", what,
	    type);
}

/* -- for people -- */

static void
add_reason(struct buf *out, const struct failed *r)
{
	struct buf b = BUF_INIT, clean = BUF_INIT;

	buf_addc(&b, '<');
	address_external(&b, r->rcpt->addr);
	buf_addc(&b, '>');
	if (r->rcpt->orig.len > 0 && !span_eq(r->rcpt->orig, r->rcpt->addr)) {
		buf_adds(&b, " (expanded from <");
		address_external(&b, r->rcpt->orig);
		buf_adds(&b, ">)");
	}
	buf_adds(&b, ": ");
	buf_addspan(&b, r->text);
	wrap_clean(&clean, buf_span(&b), false);
	wrap_add(out, buf_span(&clean), "    ");
	buf_adds(out, "\n\n");
	buf_clear(&clean);
	buf_clear(&b);
}

static void
add_text(struct buf *out, const struct failure *f)
{
	const char *part = f->headers_only ? "the header of the message" :
	    "the message";

	buf_addf(out, "This is the mail system at host %s.\n\n", f->host);
	if (f->copy)
		buf_adds(out, "A message could not be delivered to the"
		    " addresses below. You get this\nnotice because you are the"
		    " postmaster.");
	else
		buf_adds(out, "Your message could not be delivered to the"
		    " addresses below. No further\nattempt will be made.");
	buf_addf(out, " The reason follows each address. Behind this\ntext come"
	    " a report for programs, and %s.\n\n", part);
	if (!f->copy)
		buf_adds(out, "If you need help, write to postmaster and"
		    " include this notice.\n\n");
	for (size_t i = 0; i < f->nrcpts; i++)
		add_reason(out, &f->rcpts[i]);
	buf_cut(out, out->len - 1);
}

/* -- the whole -- */

static void
add_address(struct buf *out, const char *name, struct span addr)
{
	struct buf b = BUF_INIT;

	address_external(&b, addr);
	header_add(out, name, buf_span(&b));
	buf_clear(&b);
}

static void
add_head(struct buf *out, const struct failure *f, bool eight_bit)
{
	buf_adds(out, "Date: ");
	stamp_add_rfc5322(out, f->now);
	buf_addf(out, "\nFrom: MAILER-DAEMON@%s (Mail Delivery System)\n",
	    f->origin);
	buf_addf(out, "Subject: %sUndelivered Mail%s\n",
	    f->copy ? "Postmaster Copy: " : "",
	    f->copy ? "" : " Returned to Sender");
	add_address(out, "To", f->to);
	buf_adds(out, "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
	    "Content-Type: multipart/report; report-type=delivery-status;\n"
	    "\tboundary=\"");
	add_boundary(out, f);
	buf_adds(out, "\"\n");
	if (eight_bit)
		buf_adds(out, "Content-Transfer-Encoding: 8bit\n");
	buf_adds(out, "\nThis is a MIME-encapsulated message.\n");
}

static void
add_part(struct buf *out, struct span text)
{
	if (!utf8_is_ascii(text))
		buf_adds(out, "Content-Transfer-Encoding: 8bit\n");
	buf_addc(out, '\n');
	buf_addspan(out, text);
}

void
failure_add(struct buf *out, const struct failure *f)
{
	struct buf text = BUF_INIT, status = BUF_INIT;

	add_text(&text, f);
	status_add(&status, f);
	bool ascii = utf8_is_ascii(buf_span(&text));
	add_head(out, f, f->eight_bit || !ascii ||
	    !utf8_is_ascii(buf_span(&status)));
	add_separator(out, f, "Notification", ascii ?
	    "text/plain; charset=us-ascii" : "text/plain; charset=utf-8");
	add_part(out, buf_span(&text));
	add_separator(out, f, "Delivery report", f->utf8 ?
	    "message/global-delivery-status" : "message/delivery-status");
	add_part(out, buf_span(&status));
	if (f->headers_only)
		add_separator(out, f, "Undelivered Message Headers", f->utf8 ?
		    "message/global-headers" : "text/rfc822-headers");
	else
		add_separator(out, f, "Undelivered Message", f->utf8 ?
		    "message/global" : "message/rfc822");
	if (f->eight_bit)
		buf_adds(out, "Content-Transfer-Encoding: 8bit\n");
	buf_addc(out, '\n');
	buf_clear(&text);
	buf_clear(&status);
}

void
failure_end(struct buf *out, const struct failure *f)
{
	buf_adds(out, "\n--");
	add_boundary(out, f);
	buf_adds(out, "--\n");
}
