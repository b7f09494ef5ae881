/* SPDX-License-Identifier: ISC */
#include "postqueue.h"

#include "base/json.h"
#include "msg/address.h"

static void
add_address(struct buf *out, const char *name, struct span internal)
{
	struct buf b = BUF_INIT;

	address_external(&b, internal);
	json_member(out, name, buf_span(&b));
	buf_clear(&b);
}

static void
add_rcpt(struct buf *out, const struct listing_rcpt *r, enum queue_state state)
{
	buf_addc(out, '{');
	if (r->orig.len > 0)
		add_address(out, "orig_address", r->orig);
	add_address(out, "address", r->addr);
	if (r->reason.len > 0)
		json_member(out, r->state == RCPT_FAILED ? "bounce_reason" :
		    state == QUEUE_DEFERRED || state == QUEUE_ACTIVE ?
		    "delay_reason" : "other_reason", r->reason);
	buf_addc(out, '}');
}

void
show_json(struct buf *out, const struct listing *l)
{
	buf_addc(out, '{');
	json_member(out, "queue_name",
	    span_str(queue_state_name[l->place.state]));
	json_member(out, "queue_id", span_str(l->id.s));
	json_number(out, "arrival_time", (long long)l->arrival.sec);
	json_number(out, "message_size", (long long)l->size);
	json_bool(out, "forced_expire", l->place.slot == SLOT_EXPIRE);
	add_address(out, "sender", l->sender);
	json_name(out, "recipients");
	buf_addc(out, '[');
	for (size_t i = 0; i < l->nrcpts; i++) {
		if (i > 0)
			buf_adds(out, ", ");
		add_rcpt(out, &l->rcpts[i], l->place.state);
	}
	buf_addc(out, ']');
	if (l->place.state == QUEUE_DEFERRED)
		json_number(out, "next_attempt", (long long)l->place.slot);
	buf_adds(out, "}\n");
}
