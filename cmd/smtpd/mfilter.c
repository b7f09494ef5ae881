/* SPDX-License-Identifier: ISC */
#include "mfilter.h"

#include <sys/socket.h>

#include "conf/param.h"
#include "conn.h"
#include "msg/address.h"
#include "reply.h"
#include "sys/log.h"
#include "wire/dsn.h"

/* -- what macros stand for -- */

static bool
add_text(struct buf *out, struct span text)
{
	buf_addspan(out, text);
	return text.len > 0;
}

static bool
add_tls(const struct conn *c, struct span name, struct buf *out)
{
	static const struct {
		const char	*macro;
		enum tlsfact	 fact;
	} table[] = {
		{ "{tls_version}", TLSFACT_PROTOCOL },
		{ "{cipher}", TLSFACT_CIPHER },
		{ "{cipher_bits}", TLSFACT_BITS },
		{ "{cert_subject}", TLSFACT_SUBJECT },
		{ "{cert_issuer}", TLSFACT_ISSUER },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (span_is(name, table[i].macro))
			return add_text(out, tlsfacts_get(&c->tls,
			    table[i].fact));
	return false;
}

static bool
add_client(const struct conn *c, struct span name, struct buf *out)
{
	if (span_is(name, "_"))
		buf_addf(out, "%s [%s]", c->name.name.s, c->peer.addr);
	else if (span_is(name, "{client_addr}"))
		buf_adds(out, c->peer.addr);
	else if (span_is(name, "{client_name}"))
		buf_addspan(out, buf_span(&c->name.name));
	else if (span_is(name, "{client_ptr}"))
		buf_addspan(out, buf_span(&c->name.reverse));
	else if (span_is(name, "{client_port}"))
		buf_addf(out, "%d", c->peer.port);
	else if (span_is(name, "{auth_type}"))
		buf_addspan(out, buf_span(&c->login.method));
	else if (span_is(name, "{auth_authen}"))
		buf_addspan(out, buf_span(&c->login.username));
	else if (span_is(name, "{auth_author}"))
		buf_addspan(out, buf_span(&c->tx.sasl_sender));
	return out->len > 0;
}

static bool
add_address(struct span name, struct buf *out, const char *addr,
    const char *host, const struct buf *address)
{
	struct span local, domain = SPAN("");

	if (span_is(name, addr)) {
		address_external(out, buf_span(address));
		return true;
	}
	if (!span_is(name, host))
		return false;
	address_split(buf_span(address), &local, &domain);
	buf_addspan(out, domain);
	return true;
}

static bool
value(void *arg, struct span name, struct buf *out)
{
	const struct conn *c = arg;

	if (span_is(name, "i") && c->tx.handed)
		return add_text(out, span_str(c->door->submit.id.s));
	return add_client(c, name, out) || add_tls(c, name, out) ||
	    add_address(name, out, "{mail_addr}", "{mail_host}",
	    &c->tx.mail.address) ||
	    add_address(name, out, "{rcpt_addr}", "{rcpt_host}",
	    &c->tx.rcpt.address) || milters_value(name, out);
}

/* -- verdicts -- */

static bool
refuse(struct conn *c, const struct milter_verdict *v)
{
	struct span text = buf_span(&v->text);
	char dsn[DSN_SIZE] = "", none[DSN_SIZE];

	if (dsn_take(&text, none))
		dsn_of_reply(v->code, buf_span(&v->text), dsn);
	reply_refuse(c, "milter-reject", v->code, dsn, text);
	if (v->code == 421)
		conn_end(c, NULL);
	return false;
}

static bool
note(struct conn *c, const char *what, const struct milter_verdict *v,
    bool *all, bool *one)
{
	bool of_all = strcmp(c->where, "CONNECT") == 0 ||
	    strcmp(c->where, "EHLO") == 0 || strcmp(c->where, "HELO") == 0;

	if (!*all && !*one)
		reply_log(c, what, buf_span(&v->text));
	*(of_all ? all : one) = true;
	return true;
}

static bool
obey(struct conn *c, struct milter_verdict *v)
{
	struct mfilter *f = &c->mfilter;
	bool go_on = true;

	if (v->says == MILTER_REFUSES)
		go_on = refuse(c, v);
	else if (v->says == MILTER_HOLDS)
		note(c, "milter-hold", v, &f->hold, &f->hold_one);
	else if (v->says == MILTER_DISCARDS)
		note(c, "milter-discard", v, &f->discard, &f->discard_one);
	buf_clear(&v->text);
	return go_on;
}

/* -- what the client does -- */

/* smtpd_milter_maps: others for this client, or none. */
static bool
choose(struct conn *c, struct buf *list)
{
	struct why w = WHY_INIT;
	bool good = true;

	buf_adds(list, param_str(P_smtpd_milters));
	switch (maps_get(c->lists->maps[MAPS_MILTER], span_str(c->peer.addr),
	    list, &w)) {
	case FOUND:
		if (span_caseis(buf_span(list), "DISABLE"))
			buf_reset(list);
		break;
	case ABSENT:
		buf_set(list, span_str(param_str(P_smtpd_milters)));
		break;
	case FAILED:
		log_warn("smtpd_milter_maps: %s", w.text.s);
		reply_with(c, R_TROUBLE, SPAN("milter lookup problem"));
		conn_end(c, NULL);
		good = false;
	}
	why_clear(&w);
	return good;
}

bool
mfilter_connect(struct conn *c)
{
	struct milter_verdict v = MILTER_VERDICT_INIT;
	struct buf list = BUF_INIT;
	bool good;

	if (c->stand_alone || (c->set->overrides & OVERRIDE_MILTERS))
		return true;
	milters_close(&c->mfilter.ms);	/* it may be another client now */
	good = choose(c, &list);
	milters_open(&c->mfilter.ms, buf_span(&list), value, c);
	buf_clear(&list);
	if (!good || c->mfilter.ms.n == 0)
		return good;
	milters_connect(&c->mfilter.ms, buf_span(&c->name.name),
	    c->peer.family == AF_INET6 ? '6' : '4', c->peer.port,
	    span_str(c->peer.addr), &v);
	return obey(c, &v);
}

bool
mfilter_helo(struct conn *c)
{
	struct milter_verdict v = MILTER_VERDICT_INIT;

	milters_helo(&c->mfilter.ms, buf_span(&c->helo), &v);
	return obey(c, &v);
}

/* What stands behind the path. */
static struct span
options(struct span args)
{
	struct buf address = BUF_INIT;
	struct span in = span_trim(span_from(args, span_find(args, ':') + 1));

	if (smtpcmd_path(&in, false, &address) != SMTPCMD_OK)
		in = SPAN("");
	buf_clear(&address);
	return in;
}

bool
mfilter_mail(struct conn *c, struct span args)
{
	struct milter_verdict v = MILTER_VERDICT_INIT;

	c->mfilter.hold_one = c->mfilter.discard_one = false;
	milters_mail(&c->mfilter.ms, buf_span(&c->tx.mail.address),
	    options(args), &v);
	return obey(c, &v);
}

bool
mfilter_rcpt(struct conn *c, struct span args)
{
	struct milter_verdict v = MILTER_VERDICT_INIT;

	milters_rcpt(&c->mfilter.ms, buf_span(&c->tx.rcpt.address),
	    options(args), &v);
	return obey(c, &v);
}

bool
mfilter_data(struct conn *c)
{
	struct milter_verdict v = MILTER_VERDICT_INIT;

	milters_data(&c->mfilter.ms, &v);
	return obey(c, &v);
}

bool
mfilter_unknown(struct conn *c)
{
	struct milter_verdict v = MILTER_VERDICT_INIT;

	milters_unknown(&c->mfilter.ms, buf_span(&c->line), &v);
	return obey(c, &v);
}

/* Only those that still want to hear of this message. */
void
mfilter_hand_over(struct conn *c, struct submit *s)
{
	struct mfilter *f = &c->mfilter;
	struct buf packed = BUF_INIT;

	for (size_t i = 0; i < f->ms.n; i++) {
		if (f->ms.m[i].state != MILTER_READY)
			continue;
		buf_reset(&packed);
		milter_pack(&packed, &f->ms.m[i]);
		submit_milter(s, buf_span(&packed), f->ms.m[i].fd);
	}
	buf_clear(&packed);
	if (f->hold || f->hold_one)
		submit_fact(s, "hold", SPAN("milter"));
	if (f->discard || f->discard_one)
		submit_fact(s, "discard", SPAN("milter"));
}

void
mfilter_reset(struct conn *c, bool lost)
{
	if (lost)
		milters_fail(&c->mfilter.ms);
	milters_abort(&c->mfilter.ms);
}

void
mfilter_close(struct conn *c)
{
	milters_close(&c->mfilter.ms);
}
