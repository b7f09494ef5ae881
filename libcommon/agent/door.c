/* SPDX-License-Identifier: ISC */
#include "agent/door.h"

#include <unistd.h>

#include "base/ascii.h"

enum { BETWEEN, IN_ENVELOPE, IN_CONTENT };	/* phases */

void
door_init(struct door *d, int in, int out)
{
	*d = (struct door){ .phase = BETWEEN, .orig = BUF_INIT,
	    .orcpt = BUF_INIT, .fault = WHY_INIT };
	channel_init(&d->ch, in, out);
	channel_want_fds(&d->ch);
}

void
door_clear(struct door *d)
{
	channel_clear(&d->ch);
	buf_clear(&d->orig);
	buf_clear(&d->orcpt);
	why_clear(&d->fault);
}

/* The first thing that is wrong is the one that is told. */
static bool
fault(struct door *d, const char *dsn, const char *text)
{
	if (d->fault.out == OUT_OK)
		why_perm(&d->fault, dsn, "%s", text);
	return false;
}

static bool
is_clean(struct span s, size_t max)
{
	if (s.len > max)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (ascii_ctrl(s.p[i]))
			return false;
	return true;
}

static void
forget_rcpt(struct door *d)
{
	buf_reset(&d->orig);
	buf_reset(&d->orcpt);
	d->notify = 0;
}

static enum door_got
begin(struct door *d, struct span sender)
{
	d->phase = IN_ENVELOPE;
	d->nfacts = d->envelope = 0;
	d->fault.out = OUT_OK;
	forget_rcpt(d);
	d->text = sender;
	if (!is_clean(sender, DOOR_ADDRESS_MAX)) {
		fault(d, "5.1.7", "bad sender address syntax");
		d->text = SPAN("");
	}
	return DOOR_BEGIN;
}

static bool
split_pair(struct door *d, struct span data)
{
	size_t eq = span_find(data, '=');

	if (eq == SPAN_NONE)
		return fault(d, "5.5.2", "submission: name without a value");
	d->name = span_head(data, eq);
	d->text = span_from(data, eq + 1);
	if (!is_clean(d->text, DOOR_VALUE_MAX))
		return fault(d, "5.5.2", "submission: bad value");
	return true;
}

static bool
take_fact(struct door *d, struct span data)
{
	if (!split_pair(d, data))
		return false;
	if (!fact_name_ok(d->name) && !span_is(d->name, "arrival"))
		return fault(d, "5.5.2", "submission: bad name");
	if (++d->nfacts > DOOR_FACTS_MAX)
		return fault(d, "5.5.3", "submission: too many facts");
	return true;
}

static bool
take_param(struct door *d, struct span data)
{
	if (!split_pair(d, data))
		return false;
	if (span_is(d->name, "orcpt"))
		buf_set(&d->orcpt, d->text);
	else if (!span_is(d->name, "notify") ||
	    !notify_read(d->text, &d->notify))
		return fault(d, "5.5.4", "bad delivery status parameters");
	return true;
}

static bool
take_rcpt(struct door *d, struct span addr)
{
	if (!is_clean(addr, DOOR_ADDRESS_MAX))
		return fault(d, "5.1.3", "bad recipient address syntax");
	d->rcpt = (struct rcpt){ .addr = addr, .orig = buf_span(&d->orig),
	    .orcpt = buf_span(&d->orcpt), .notify = d->notify,
	    .state = RCPT_TODO };
	return true;
}

/* True when the record is an event of its own. */
static bool
take_envelope(struct door *d, char letter, struct span data, enum door_got *got)
{
	d->envelope += data.len + 1;
	if (d->envelope > DOOR_ENVELOPE_MAX)
		return fault(d, "5.5.3", "too many recipients");
	switch (letter) {
	case 'A':
		*got = DOOR_FACT;
		return take_fact(d, data);
	case 'O':
		if (!is_clean(data, DOOR_ADDRESS_MAX))
			return fault(d, "5.1.3", "bad recipient address syntax");
		buf_set(&d->orig, data);
		return false;
	case 'P':
		take_param(d, data);
		return false;
	default:
		*got = DOOR_RCPT;
		return take_rcpt(d, data);
	}
}

static bool
take_milter(struct door *d, struct span data)
{
	d->fd = channel_take_fd(&d->ch);
	d->text = data;
	if (d->fd < 0)
		return fault(d, "5.5.2", "submission: a milter without its "
		    "descriptor");
	if (d->phase == IN_ENVELOPE)
		return true;
	close(d->fd);
	return fault(d, "5.5.1", "submission: a milter behind the content");
}

/* True when the record is an event of its own. */
static bool
take(struct door *d, char letter, struct span data, enum door_got *got)
{
	switch (letter) {
	case 'A':
	case 'O':
	case 'P':
	case 'R':
		if (d->phase == IN_CONTENT && letter != 'A')
			return fault(d, "5.5.1", "submission: envelope behind "
			    "the content");
		/* what O and P said is for this recipient, but the event
		 * points to it until the next call */
		if (!take_envelope(d, letter, data, got))
			return false;
		return true;
	case 'S':
		*got = DOOR_MILTER;
		return take_milter(d, data);
	case 'M':
		d->phase = IN_CONTENT;
		d->text = data;
		*got = DOOR_CONTENT;
		return data.len > 0;
	case 'E':
		d->phase = BETWEEN;
		*got = DOOR_COMMIT;
		return true;
	case 'X':
		d->phase = BETWEEN;
		*got = DOOR_FORGET;
		return true;
	default:
		*got = DOOR_LOST;
		return true;
	}
}

enum door_got
door_next(struct door *d)
{
	enum door_got got;
	struct span data;
	char letter;

	if (d->rcpt.addr.p != NULL) {
		d->rcpt = (struct rcpt){ .notify = 0 };
		forget_rcpt(d);
	}
	for (;;) {
		enum chan_got c = channel_get(&d->ch, -1, &letter, &data);

		if (c != CHAN_OK)
			return c == CHAN_EOF && d->phase == BETWEEN ?
			    DOOR_END : DOOR_LOST;
		if (d->phase == BETWEEN)
			return letter == 'F' ? begin(d, data) : DOOR_LOST;
		if (take(d, letter, data, &got))
			return got;
	}
}

bool
door_ready(const struct door *d)
{
	return channel_ready(&d->ch);
}

void
door_id(struct door *d, const struct id *id)
{
	channel_put(&d->ch, 'Q', span_str(id->s));
}

int
door_reply(struct door *d, struct span text)
{
	return channel_put(&d->ch, 'T', text);
}

int
door_answer(struct door *d, const struct id *id, const struct why *w)
{
	struct buf b = BUF_INIT;

	if (w->out == OUT_OK)
		buf_adds(&b, id->s);
	else
		buf_addf(&b, "%s %s", w->dsn, w->text.s);
	int r = channel_put(&d->ch, out_letter(w->out), buf_span(&b));
	buf_clear(&b);
	return r;
}

int
door_flush(struct door *d)
{
	return channel_flush(&d->ch);
}
