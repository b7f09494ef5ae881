/* SPDX-License-Identifier: ISC */
#include "amend.h"

#include "consult.h"
#include "msg/address.h"
#include "sys/log.h"
#include "wire/dsn.h"

enum { NOTES_MAX = 16 << 20 };	/* bytes of all but bodies */

/* -- headers -- */

/* A line end of theirs stays a fold, and nothing but a fold; there are no empty
 * lines in a field. */
static void
add_value(struct buf *out, struct span value)
{
	for (size_t i = 0; i < value.len; i++) {
		char c = value.p[i];
		char next = i + 1 < value.len ? value.p[i + 1] : '\0';

		if ((c == '\r' || c == '\n') && next == '\n')
			continue;
		if (c == '\n' && next == '\r')
			continue;
		buf_addc(out, c);
		if (c == '\n' && next != ' ' && next != '\t')
			buf_addc(out, '\t');
	}
}

static bool
make_field(const struct amend *a, struct buf *out, struct span name,
    struct span value)
{
	struct buf raw = BUF_INIT;
	struct header h;

	buf_addspan(&raw, name);
	buf_addc(&raw, ':');
	if (!(a->milter->events & MILTER_LEADING_SPACE) && value.len > 0)
		buf_addc(&raw, ' ');
	add_value(&raw, span_ends(value, SPAN("\n")) ?
	    span_head(value, value.len - 1) : value);
	header_add_text(out, buf_span(&raw));
	buf_cut(out, out->len - 1);
	buf_clear(&raw);
	return header_parse(buf_span(out), &h);
}

/* milter_header_checks: false, the field goes. */
static bool
check_field(struct message *m, struct buf *field, size_t *at)
{
	struct inspect *in = &m->content.inspect;
	struct span text = buf_span(field), before, line;
	bool off = in->off;

	in->off = false;
	bool keep = inspect_line(in, CHECK_MILTER, &text);
	in->off = off;
	before = buf_span(&in->before);
	while (span_split(&before, '\n', &line))
		if (line.len > 0)
			draft_insert(&m->draft, (*at)++, line);
	if (keep && text.p != field->s)
		buf_set(field, text);
	return keep;
}

static void
put_field(struct message *m, struct buf *field, size_t at)
{
	if (at > m->draft.n)
		at = m->draft.n;
	if (check_field(m, field, &at))
		draft_insert(&m->draft, at, buf_span(field));
}

static bool
add_header(const struct amend *a, struct span data, bool insert)
{
	struct buf field = BUF_INIT;
	struct span name, value = SPAN("");
	uint32_t at = UINT32_MAX;
	bool good = (!insert || milter_take_u32(&data, &at)) &&
	    milter_take_str(&data, &name);

	milter_take_str(&data, &value);
	good = good && make_field(a, &field, name, value);
	if (good)
		put_field(a->m, &field, at);
	buf_clear(&field);
	return good;
}

static bool
change_header(const struct amend *a, struct span data)
{
	struct draft *d = &a->m->draft;
	struct buf field = BUF_INIT;
	struct span name, value = SPAN("");
	uint32_t n;

	if (!milter_take_u32(&data, &n) || !milter_take_str(&data, &name))
		return false;
	milter_take_str(&data, &value);
	size_t at = draft_find(d, name, n);
	if (value.len == 0) {
		if (at != SPAN_NONE)
			draft_delete(d, at);
		return true;
	}
	bool good = make_field(a, &field, name, value);
	if (good) {
		if (at != SPAN_NONE)
			draft_delete(d, at);
		put_field(a->m, &field, at != SPAN_NONE ? at : d->n);
	}
	buf_clear(&field);
	return good;
}

/* -- the envelope -- */

/* "<a@b>" or "a@b". */
static bool
take_address(struct span *data, struct buf *out)
{
	struct span text;

	if (!milter_take_str(data, &text))
		return false;
	text = span_trim(text);
	if (text.len >= 2 && text.p[0] == '<' && text.p[text.len - 1] == '>')
		text = span_head(span_from(text, 1), text.len - 2);
	return text.len == 0 || address_internal(out, text);
}

static void
set_ret(struct message *m, struct span arg)
{
	if (span_casestarts(arg, SPAN("RET=")) && dsn_ret(span_from(arg, 4),
	    &(enum dsn_ret){ DSN_RET_NONE }))
		envelope_set(&m->env, SPAN("ret"),
		    span_caseis(span_from(arg, 4), "FULL") ? SPAN("full") :
		    SPAN("hdrs"));
	else if (span_casestarts(arg, SPAN("ENVID=")) &&
	    dsn_envid_ok(span_from(arg, 6)))
		envelope_set(&m->env, SPAN("envid"), span_from(arg, 6));
	else
		log_warn("%s: milter: option for a sender is not known: %.*s",
		    m->id.s, SPAN_FMT(arg));
}

static bool
change_from(struct message *m, struct span data)
{
	struct buf address = BUF_INIT;
	struct span args, arg;
	bool good = take_address(&data, &address);

	if (good) {
		message_set_sender(m, buf_span(&address));
		if (milter_take_str(&data, &args))
			while (span_word(&args, " \t", &arg))
				set_ret(m, arg);
	}
	buf_clear(&address);
	return good;
}

static bool
set_rcpt_option(struct rcpt *r, struct buf *orcpt, struct span arg)
{
	struct span type, text;
	struct buf b = BUF_INIT;
	bool good = false;

	if (span_casestarts(arg, SPAN("NOTIFY=")))
		return notify_read(span_from(arg, 7), &r->notify);
	if (span_casestarts(arg, SPAN("ORCPT="))) {
		text = span_from(arg, 6);
		good = dsn_orcpt(text, &type, &b);
		if (good)
			buf_addf(orcpt, "%.*s;%s", SPAN_FMT(type), b.s);
	}
	buf_clear(&b);
	return good;
}

static bool
is_rcpt(const struct rcpt *r, struct span address)
{
	return span_caseeq(r->addr, address) || span_caseeq(r->orig, address);
}

/* One that was deleted comes back. */
static bool
revive_rcpt(struct message *m, struct span address)
{
	bool any = false;

	for (size_t i = 0; i < m->env.nrcpts; i++)
		if (m->env.rcpts[i].state == RCPT_DONE &&
		    is_rcpt(&m->env.rcpts[i], address)) {
			m->env.rcpts[i].state = RCPT_TODO;
			any = true;
		}
	return any;
}

static bool
add_rcpt(struct message *m, struct span data, bool with_args)
{
	struct buf address = BUF_INIT, orcpt = BUF_INIT;
	struct span args = SPAN(""), arg;
	struct rcpt r = { .notify = 0 };
	bool good = take_address(&data, &address) && address.len > 0;

	if (good && with_args)
		milter_take_str(&data, &args);
	while (good && span_word(&args, " \t", &arg))
		if (!set_rcpt_option(&r, &orcpt, arg))
			log_warn("%s: milter: bad option for a recipient: "
			    "%.*s", m->id.s, SPAN_FMT(arg));
	r.addr = buf_span(&address);
	r.orcpt = buf_span(&orcpt);
	if (good && !revive_rcpt(m, r.addr))
		addresses_rcpt(&m->addresses, &r, &m->why);
	buf_clear(&address);
	buf_clear(&orcpt);
	return good;
}

/* Also all that it was expanded to. What is done already needs no agent. */
static bool
delete_rcpt(struct message *m, struct span data)
{
	struct buf address = BUF_INIT;
	bool good = take_address(&data, &address);

	for (size_t i = 0; good && i < m->env.nrcpts; i++)
		if (is_rcpt(&m->env.rcpts[i], buf_span(&address)))
			m->env.rcpts[i].state = RCPT_DONE;
	buf_clear(&address);
	return good;
}

/* -- the rest -- */

/* Lines end in LF here. */
static bool
replace_body(struct message *m, struct span data)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < data.len; i++)
		if (data.p[i] != '\r')
			buf_addc(&b, data.p[i]);
	draft_replace(&m->draft, buf_span(&b), &m->why);
	buf_clear(&b);
	return true;
}

static bool
quarantine(struct message *m, struct span data)
{
	struct span text = SPAN("");

	milter_take_str(&data, &text);
	if (!m->fate.hold)
		consult_log(m, "hold", "END-OF-MESSAGE", text);
	m->fate.hold = true;
	return true;
}

static uint32_t
needs(char what)
{
	switch (what) {
	case MILTER_ADD_HEADER:
	case MILTER_INSERT_HEADER:
		return MILTER_CAN_ADD_HEADER;
	case MILTER_CHANGE_HEADER:
		return MILTER_CAN_CHANGE_HEADER;
	case MILTER_CHANGE_FROM:
		return MILTER_CAN_CHANGE_FROM;
	case MILTER_ADD_RCPT:
		return MILTER_CAN_ADD_RCPT;
	case MILTER_ADD_RCPT_ARGS:
		return MILTER_CAN_RCPT_ARGS;
	case MILTER_DELETE_RCPT:
		return MILTER_CAN_DELETE_RCPT;
	case MILTER_REPLACE_BODY:
		return MILTER_CAN_CHANGE_BODY;
	default:
		return MILTER_CAN_QUARANTINE;
	}
}

static bool
apply(const struct amend *a, char what, struct span data)
{
	switch (what) {
	case MILTER_ADD_HEADER:
		return add_header(a, data, false);
	case MILTER_INSERT_HEADER:
		return add_header(a, data, true);
	case MILTER_CHANGE_HEADER:
		return change_header(a, data);
	case MILTER_CHANGE_FROM:
		return change_from(a->m, data);
	case MILTER_ADD_RCPT:
		return add_rcpt(a->m, data, false);
	case MILTER_ADD_RCPT_ARGS:
		return add_rcpt(a->m, data, true);
	case MILTER_DELETE_RCPT:
		return delete_rcpt(a->m, data);
	default:
		return quarantine(a->m, data);
	}
}

void
amend_begin(struct amend *a, struct message *m, struct milter *milter)
{
	*a = (struct amend){ .m = m, .milter = milter, .notes = BUF_INIT };
}

bool
amend_note(void *arg, char what, struct span data)
{
	struct amend *a = arg;

	if ((a->milter->actions & needs(what)) == 0 ||
	    a->notes.len + data.len > NOTES_MAX)
		return false;
	if (what == MILTER_REPLACE_BODY)
		return replace_body(a->m, data);
	size_t begun = milter_begin(&a->notes, what);
	buf_addspan(&a->notes, data);
	milter_end(&a->notes, begun);
	return true;
}

void
amend_end(struct amend *a, bool do_it)
{
	struct span notes = buf_span(&a->notes), data;
	char what;

	while (do_it && milter_take(&notes, &what, &data) == MILTER_OK)
		if (!apply(a, what, data))
			log_warn("%s: milter %s: bad request '%c' to change "
			    "the message", a->m->id.s, a->milter->name, what);
	if (do_it)
		draft_replaced(&a->m->draft, &a->m->why);
	else
		draft_keep(&a->m->draft);
	buf_clear(&a->notes);
}
