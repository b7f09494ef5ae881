/* SPDX-License-Identifier: ISC */
#include "consult.h"

#include "amend.h"
#include "conf/param.h"
#include "msg/address.h"
#include "sys/log.h"
#include "wire/dsn.h"

enum { PIECE = 32000 };		/* with CR at each LF it fits into a packet */

/* -- what macros stand for -- */

static const struct {
	const char *macro, *fact;
} facts_of[] = {
	{ "{client_addr}", "client_address" },
	{ "{client_name}", "client_name" },
	{ "{client_port}", "client_port" },
	{ "{client_ptr}", "reverse_client_name" },
	{ "{auth_type}", "sasl_method" },
	{ "{auth_authen}", "sasl_username" },
	{ "{auth_author}", "sasl_sender" },
	{ "{tls_version}", "tls_protocol" },
	{ "{cipher}", "tls_cipher" },
	{ "{cipher_bits}", "tls_bits" },
};

static bool
add_address(struct buf *out, struct span address, bool host)
{
	struct span local, domain = SPAN("");

	if (host) {
		address_split(address, &local, &domain);
		buf_addspan(out, domain);
	} else
		address_external(out, address);
	return true;
}

static bool
value(void *arg, struct span name, struct buf *out)
{
	const struct message *m = arg;
	const struct envelope *e = &m->env;
	struct span rcpt = e->nrcpts > 0 ? e->rcpts[m->asked_rcpt].addr :
	    SPAN("");

	for (size_t i = 0; i < sizeof(facts_of) / sizeof(facts_of[0]); i++)
		if (span_is(name, facts_of[i].macro)) {
			buf_addspan(out, envelope_get(e, facts_of[i].fact));
			return out->len > 0;
		}
	if (span_is(name, "i")) {
		buf_adds(out, m->id.s);
		return true;
	}
	if (span_is(name, "{mail_addr}") || span_is(name, "{mail_host}"))
		return add_address(out, e->sender, span_is(name, "{mail_host}"));
	if (span_is(name, "{rcpt_addr}") || span_is(name, "{rcpt_host}"))
		return add_address(out, rcpt, span_is(name, "{rcpt_host}"));
	if (span_is(name, "_") && span_is(envelope_get(e, "kind"), "smtp")) {
		buf_addf(out, "%.*s [%.*s]",
		    SPAN_FMT(envelope_get(e, "client_name")),
		    SPAN_FMT(envelope_get(e, "client_address")));
		return true;
	}
	return milters_value(name, out);
}

void
consult_open(struct message *m)
{
	milters_open(&m->milters, span_str(param_str(P_non_smtpd_milters)),
	    value, m);
}

/* -- verdicts -- */

void
consult_log(const struct message *m, const char *what, const char *event,
    struct span text)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s: milter-%s: %s from ", m->id.s, what, event);
	inspect_add_origin(&b, &m->env);
	if (text.len > 0)
		buf_addf(&b, ": %.*s", SPAN_FMT(text));
	buf_addc(&b, ';');
	inspect_add_envelope(&b, &m->env);
	log_info("%s", b.s);
	buf_clear(&b);
}

static void
refused(struct message *m, const char *event, const struct milter_verdict *v)
{
	struct span text = buf_span(&v->text);
	char dsn[DSN_SIZE];

	consult_log(m, "reject", event, text);
	buf_reset(&m->reply);
	buf_addf(&m->reply, "%d %s", v->code, v->text.s);
	dsn_of_reply(v->code, text, dsn);
	dsn_take(&text, (char [DSN_SIZE]){ "" });
	why_set(&m->why, v->code < 500 ? OUT_TEMP : OUT_PERM, span_str(dsn),
	    text.len > 0 ? text : SPAN("refused by a milter"));
	m->content.inspect.told = true;
}

/* False: nobody else need be asked. */
static bool
obey(struct message *m, const char *event, const struct milter_verdict *v)
{
	switch (v->says) {
	case MILTER_GO_ON:
		return true;
	case MILTER_REFUSES:
		refused(m, event, v);
		return false;
	case MILTER_DISCARDS:
		consult_log(m, "discard", event, SPAN(""));
		m->fate.discard = true;
		return false;
	case MILTER_HOLDS:
		if (!m->fate.hold)
			consult_log(m, "hold", event, buf_span(&v->text));
		m->fate.hold = true;
		return true;
	}
	return true;
}

/* -- mail that did not come by SMTP: as if it had -- */

static bool
rehearse_rcpts(struct message *m, struct milter_verdict *v)
{
	for (size_t i = 0; i < m->env.nrcpts; i++) {
		m->asked_rcpt = i;
		milters_rcpt(&m->milters, m->env.rcpts[i].addr, SPAN(""), v);
		if (!obey(m, "RCPT", v))
			return false;
	}
	return true;
}

static bool
rehearse(struct message *m, struct milter_verdict *v)
{
	struct milters *ms = &m->milters;

	milters_connect(ms, SPAN("localhost"), '4', 0, SPAN("127.0.0.1"), v);
	if (!obey(m, "CONNECT", v))
		return false;
	milters_helo(ms, span_str(m->set->myhostname), v);
	if (!obey(m, "EHLO", v))
		return false;
	milters_mail(ms, m->env.sender, SPAN(""), v);
	if (!obey(m, "MAIL", v) || !rehearse_rcpts(m, v))
		return false;
	milters_data(ms, v);
	return obey(m, "DATA", v);
}

/* -- the content -- */

static void
ask_field(struct message *m, struct milter *t, struct span text,
    struct milter_verdict *v)
{
	struct header h;

	if (!header_parse(text, &h))
		return;
	if (!(t->events & MILTER_LEADING_SPACE) && h.body.len > 0 &&
	    h.body.p[0] == ' ')
		h.body = span_from(h.body, 1);
	milter_command(t, MILTER_HEADER, MILTER_AT_EOH, NULL, NULL);
	milter_add_str(&t->wr, h.name);
	milter_add_str(&t->wr, h.body);
	milter_ask(t, MILTER_MUTE_HEADER, v);
}

static bool
ask_header(struct message *m, struct milter *t, struct milter_verdict *v)
{
	const struct draft *d = &m->draft;

	for (size_t i = 0; i < d->n; i++) {
		if (i == d->own || !milter_wants(t, MILTER_NO_HEADERS, v))
			continue;
		ask_field(m, t, (struct span){ d->fields[i].text,
		    d->fields[i].len }, v);
		if (v->says != MILTER_GO_ON)
			return false;
	}
	if (milter_wants(t, MILTER_NO_EOH, v)) {
		milter_command(t, MILTER_EOH, MILTER_AT_EOH, value, m);
		milter_ask(t, MILTER_MUTE_EOH, v);
	}
	return v->says == MILTER_GO_ON;
}

/* Milters see lines that end in CR LF. */
static void
add_lines(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.p[i] == '\n')
			buf_addc(out, '\r');
		buf_addc(out, text.p[i]);
	}
}

static bool
ask_body(struct message *m, struct milter *t, struct milter_verdict *v)
{
	struct buf b = BUF_INIT;
	uint64_t at = 0;
	size_t n;

	while (milter_wants(t, MILTER_NO_BODY, v) && !t->skip) {
		buf_reset(&b);
		if (spool_read(&m->draft.body, &b, PIECE, at, &n, &m->why) !=
		    OUT_OK || n == 0)
			break;
		at += n;
		milter_command(t, MILTER_BODY, MILTER_AT_EOM, NULL, NULL);
		add_lines(&t->wr, buf_span(&b));
		if (milter_ask(t, MILTER_MUTE_BODY, v) != MILTER_GO_ON)
			break;
	}
	buf_clear(&b);
	return v->says == MILTER_GO_ON && m->why.out == OUT_OK;
}

static void
ask_content(struct message *m, struct milter *t, struct milter_verdict *v)
{
	struct amend a;

	if (!ask_header(m, t, v) || !ask_body(m, t, v) ||
	    !milter_wants(t, 0, v))
		return;
	amend_begin(&a, m, t);
	milter_eom(t, value, m, amend_note, &a, v);
	amend_end(&a, v->says == MILTER_GO_ON && t->state != MILTER_BROKEN);
}

enum out
consult(struct message *m)
{
	struct milter_verdict v = MILTER_VERDICT_INIT;
	bool go_on = true;

	m->milters.value = value;
	m->milters.arg = m;
	if (!span_is(envelope_get(&m->env, "kind"), "smtp"))
		go_on = rehearse(m, &v);
	for (size_t i = 0; go_on && i < m->milters.n; i++) {
		ask_content(m, &m->milters.m[i], &v);
		go_on = m->why.out == OUT_OK &&
		    obey(m, "END-OF-MESSAGE", &v) && m->why.out == OUT_OK;
	}
	buf_clear(&v.text);
	return m->why.out;
}
