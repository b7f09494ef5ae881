/* SPDX-License-Identifier: ISC */
#include "postqueue.h"

#include "conf/param.h"
#include "msg/address.h"

enum { REASON_COLUMN = 76, TIME_LEN = 19 };

static const char heading[] =
    "----Queue ID----- --Size-- ---Arrival Time---- "
    "--Sender/Recipient------\n";

static const char *
mark_of(struct place p)
{
	if (p.state == QUEUE_DEFERRED && p.slot == SLOT_EXPIRE)
		return "#";
	return p.state == QUEUE_ACTIVE ? "*" : p.state == QUEUE_HOLD ? "!" : "";
}

static void
add_address(struct buf *out, struct span internal)
{
	size_t start = out->len;

	if (internal.len == 0)
		buf_adds(out, param_str(P_empty_address_recipient));
	else
		address_external(out, internal);
	for (size_t i = start; i < out->len; i++)
		if ((unsigned char)out->s[i] < ' ' || out->s[i] == 0x7f)
			out->s[i] = '?';
}

static void
add_sender_row(struct buf *out, const struct listing *l)
{
	struct buf id = BUF_INIT, when = BUF_INIT;

	buf_adds(&id, l->id.s);
	buf_adds(&id, mark_of(l->place));
	stamp_add_asctime(&when, l->arrival.sec);
	buf_addf(out, "%-17s %8llu %.*s ", id.s, (unsigned long long)l->size,
	    TIME_LEN, when.s);
	add_address(out, l->sender);
	buf_addc(out, '\n');
	buf_clear(&id);
	buf_clear(&when);
}

/* Text of n bytes has 76 - n blanks before it: it ends below the addresses. */
static void
add_reason(struct buf *out, struct span text)
{
	int blanks = text.len < REASON_COLUMN ?
	    REASON_COLUMN - (int)text.len : 0;

	if (text.len == 0)
		buf_adds(out, "(reason unavailable)\n");
	else
		buf_addf(out, "%*s(%.*s)\n", blanks, "", SPAN_FMT(text));
}

void
show_table(struct buf *out, const struct listing *l, const struct totals *t)
{
	struct span said = SPAN("");

	buf_adds(out, t->messages == 0 ? heading : "\n");
	add_sender_row(out, l);
	for (size_t i = 0; i < l->nrcpts; i++) {
		const struct listing_rcpt *r = &l->rcpts[i];

		if (!span_eq(r->reason, said)) {
			said = r->reason;
			add_reason(out, said);
		}
		buf_addf(out, "%-17s %8s %*s ", "", "", TIME_LEN, "");
		add_address(out, r->addr);
		buf_addc(out, '\n');
	}
}

void
show_table_end(struct buf *out, const struct totals *t)
{
	if (t->messages == 0)
		buf_adds(out, "Mail queue is empty\n");
	else
		buf_addf(out, "\n-- %llu Kbytes in %zu Request%s.\n",
		    (unsigned long long)(t->bytes / 1024), t->messages,
		    t->messages == 1 ? "" : "s");
}
