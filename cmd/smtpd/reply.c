/* SPDX-License-Identifier: ISC */
#include "reply.h"

#include "footer.h"
#include "msg/address.h"
#include "sys/log.h"
#include "wire/smtpreply.h"

static const struct row {
	int		 code;
	const char	*dsn, *text;
} rows[] = {
	[R_NONE] = { 451, "4.3.0", "Error" },
#define REPLY(name, code, dsn, text) [R_##name] = { code, dsn, text },
#include "replies.def"
#undef REPLY
};

static void
fill_in(struct buf *out, struct conn *c, const char *text, struct span arg)
{
	struct span in = span_str(text);

	while (in.len > 0) {
		if (span_starts(in, SPAN("{host}"))) {
			buf_adds(out, c->set->hostname);
			in = span_from(in, 6);
		} else if (span_starts(in, SPAN("{}"))) {
			buf_addspan(out, arg);
			in = span_from(in, 2);
		} else {
			buf_addc(out, (char)span_byte(&in));
		}
	}
}

/* soft_bounce: whoever tries out a configuration loses no mail by it. */
static int
soften(const struct conn *c, int code, const char *dsn, char out[DSN_SIZE])
{
	snprintf(out, DSN_SIZE, "%s", dsn);
	if (!c->set->soft_bounce || code < 500 || code > 599)
		return code;
	if (out[0] == '5')
		out[0] = '4';
	return code - 100;
}

bool
reply_say(struct conn *c, int code, const char *dsn, struct span text)
{
	char soft[DSN_SIZE];
	struct buf full = BUF_INIT;

	code = soften(c, code, dsn, soft);
	buf_addspan(&full, text);
	footer_add(c, code, soft, &full);
	smtpreply_add(stream_out(&c->io), code, soft, buf_span(&full));
	buf_clear(&full);
	return code < 400;
}

bool
reply_with(struct conn *c, enum reply r, struct span arg)
{
	struct buf text = BUF_INIT;

	fill_in(&text, c, rows[r].text, arg);
	bool good = reply_say(c, rows[r].code, rows[r].dsn, buf_span(&text));
	buf_clear(&text);
	return good;
}

bool
reply(struct conn *c, enum reply r)
{
	return reply_with(c, r, SPAN(""));
}

static void
add_address(struct buf *out, const char *key, struct span address)
{
	buf_addf(out, " %s=<", key);
	address_external(out, address);
	buf_addc(out, '>');
}

static void
add_login(struct buf *out, const struct conn *c)
{
	if (!login_is_in(&c->login))
		return;
	buf_addf(out, " sasl_method=%s", c->login.method.s);
	if (c->login.username.len > 0)
		buf_addf(out, " sasl_username=%s", c->login.username.s);
	if (c->tx.sasl_sender.len > 0)
		buf_addf(out, " sasl_sender=%s", c->tx.sasl_sender.s);
}

void
reply_log(struct conn *c, const char *what, struct span text)
{
	struct buf b = BUF_INIT;
	struct span id = conn_queue_id(c), address;

	buf_addf(&b, "%.*s: %s: %s from %s",
	    SPAN_FMT(id.len > 0 ? id : SPAN("NOQUEUE")), what, c->where,
	    c->who.s);
	if (text.len > 0)
		buf_addf(&b, ": %.*s", SPAN_FMT(text));
	buf_addc(&b, ';');
	if (conn_sender(c, &address))
		add_address(&b, "from", address);
	if (conn_rcpt(c, &address))
		add_address(&b, "to", address);
	buf_addf(&b, " proto=%s", conn_protocol(c));
	if (c->helo.len > 0)
		buf_addf(&b, " helo=<%s>", c->helo.s);
	add_login(&b, c);
	log_info("%s", b.s);
	buf_clear(&b);
}

void
reply_log_refusal(struct conn *c, const char *what, int code, const char *dsn,
    struct span text)
{
	struct buf b = BUF_INIT;
	char soft[DSN_SIZE];

	code = soften(c, code, dsn, soft);
	buf_addf(&b, "%d%s%s %.*s", code, soft[0] != '\0' ? " " : "", soft,
	    SPAN_FMT(text));
	reply_log(c, what, buf_span(&b));
	buf_clear(&b);
}

bool
reply_refuse(struct conn *c, const char *what, int code, const char *dsn,
    struct span text)
{
	reply_log_refusal(c, what, code, dsn, text);
	if (code == 421 || code == 521)
		conn_end(c, NULL);
	return reply_say(c, code, dsn, text);
}

bool
reply_reject(struct conn *c, int code, const char *dsn, struct span text)
{
	return reply_refuse(c, "reject", code, dsn, text);
}

bool
reply_reject_row(struct conn *c, enum reply r)
{
	return reply_reject(c, rows[r].code, rows[r].dsn,
	    span_str(rows[r].text));
}
