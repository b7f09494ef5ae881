/* SPDX-License-Identifier: ISC */
#include "mailbox/fromquote.h"

#include "base/stamp.h"
#include "msg/address.h"

static const char from[] = "From ";

void
fromquote_line(struct buf *out, struct span sender, int64_t now)
{
	buf_adds(out, from);
	if (sender.len == 0)
		buf_adds(out, "MAILER-DAEMON");
	else
		address_external(out, sender);
	buf_adds(out, "  ");
	stamp_add_asctime(out, now);
	buf_addc(out, '\n');
}

/* At the start of a line: holds back what may become "From ". */
static void
match(struct fromquote *q, struct buf *out, struct span *in)
{
	if (in->p[0] != from[q->matched]) {
		buf_add(out, from, (size_t)q->matched);
		q->matched = -1;
		return;
	}
	*in = span_from(*in, 1);
	if (from[++q->matched] == '\0') {
		buf_addc(out, '>');
		buf_adds(out, from);
		q->matched = -1;
	}
}

void
fromquote_add(struct fromquote *q, struct buf *out, struct span in)
{
	while (in.len > 0) {
		if (q->matched >= 0) {
			match(q, out, &in);
			continue;
		}
		size_t end = span_find(in, '\n');
		if (end == SPAN_NONE) {
			buf_addspan(out, in);
			return;
		}
		buf_add(out, in.p, end + 1);
		in = span_from(in, end + 1);
		q->matched = 0;
	}
}

void
fromquote_end(struct fromquote *q, struct buf *out)
{
	if (q->matched > 0)
		buf_add(out, from, (size_t)q->matched);
	if (q->matched != 0)
		buf_addc(out, '\n');
	buf_addc(out, '\n');
	q->matched = 0;
}
