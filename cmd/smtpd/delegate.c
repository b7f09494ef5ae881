/* SPDX-License-Identifier: ISC */
#include "delegate.h"

#include <time.h>
#include <unistd.h>

#include "conf/param.h"
#include "conn.h"
#include "enact.h"
#include "policy.h"
#include "policyline.h"
#include "sys/log.h"
#include "sys/rand.h"
#include "wire/xtext.h"

static void
add_num(struct buf *out, const char *name, unsigned long long n)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", n);
	policyline_add(out, name, span_str(text));
}

static bool
behind_rcpt(const struct conn *c)
{
	return strcmp(c->where, "DATA") == 0 || strcmp(c->where, "BDAT") == 0 ||
	    strcmp(c->where, "END-OF-MESSAGE") == 0;
}

/* The same for all that is asked about one message. */
static struct span
instance_of(struct conn *c)
{
	struct buf *b = &c->tx.instance;

	if (b->len == 0)
		buf_addf(b, "%x.%llx.%x.0", (unsigned)getpid(),
		    (unsigned long long)time(NULL), (unsigned)rand_u32());
	return buf_span(b);
}

static void
add_client(struct buf *out, struct conn *c)
{
	policyline_add(out, "client_address", span_str(c->peer.addr));
	policyline_add(out, "client_name", buf_span(&c->name.name));
	add_num(out, "client_port", (unsigned long long)c->peer.port);
	policyline_add(out, "reverse_client_name", buf_span(&c->name.reverse));
}

static void
add_server(struct buf *out, const struct conn *c)
{
	policyline_add(out, "server_address", span_str(c->own.addr));
	add_num(out, "server_port", (unsigned long long)c->own.port);
	policyline_add(out, "helo_name", buf_span(&c->helo));
}

static void
add_message(struct buf *out, struct conn *c)
{
	struct span sender = SPAN(""), rcpt = SPAN("");
	uint64_t size = c->tx.size > 0 ? c->tx.size : c->tx.mail.size;

	if (!conn_sender(c, &sender))
		size = 0;		/* of another message */
	conn_rcpt(c, &rcpt);
	policyline_add(out, "sender", sender);
	policyline_add(out, "recipient", rcpt);
	add_num(out, "recipient_count", behind_rcpt(c) ? c->tx.nrcpts : 0);
	policyline_add(out, "queue_id", conn_queue_id(c));
	policyline_add(out, "instance", instance_of(c));
	add_num(out, "size", size);
	policyline_add(out, "etrn_domain", c->judge.etrn);
	policyline_add(out, "stress", span_str(param_str(P_stress)));
}

static void
add_login(struct buf *out, const struct conn *c)
{
	policyline_add(out, "sasl_method", buf_span(&c->login.method));
	policyline_add(out, "sasl_username", buf_span(&c->login.username));
	policyline_add(out, "sasl_sender", buf_span(&c->tx.sasl_sender));
}

/* Names out of certificates that nobody vouches for are not passed on. */
static void
add_cert_name(struct buf *out, const struct conn *c, const char *name,
    enum tlsfact fact)
{
	struct buf coded = BUF_INIT;

	if (c->tls.trusted)
		xtext_encode(&coded, tlsfacts_get(&c->tls, fact));
	policyline_add(out, name, buf_span(&coded));
	buf_clear(&coded);
}

static void
add_tls(struct buf *out, const struct conn *c)
{
	static const struct {
		const char	*name;
		enum tlsfact	 fact;
	} facts[] = {
		{ "ccert_fingerprint", TLSFACT_CERT_PRINT },
		{ "ccert_pubkey_fingerprint", TLSFACT_KEY_PRINT },
		{ "encryption_protocol", TLSFACT_PROTOCOL },
		{ "encryption_cipher", TLSFACT_CIPHER },
		{ "encryption_keysize", TLSFACT_BITS },
		{ "tls_sni", TLSFACT_SNI },
	};

	add_cert_name(out, c, "ccert_subject", TLSFACT_SUBJECT);
	add_cert_name(out, c, "ccert_issuer", TLSFACT_ISSUER);
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		struct span value = tlsfacts_get(&c->tls, facts[i].fact);

		if (value.len == 0 && facts[i].fact == TLSFACT_BITS)
			value = SPAN("0");
		policyline_add(out, facts[i].name, value);
	}
}

void
delegate_add_request(struct buf *out, struct conn *c, const char *context)
{
	policyline_add(out, "request", SPAN("smtpd_access_policy"));
	policyline_add(out, "protocol_state", strcmp(c->where, "BDAT") == 0 ?
	    SPAN("DATA") : span_str(c->where));
	policyline_add(out, "protocol_name", span_str(conn_protocol(c)));
	add_client(out, c);
	add_server(out, c);
	add_message(out, c);
	add_login(out, c);
	add_tls(out, c);
	policyline_add(out, "policy_context", span_str(context));
	policyline_add(out, "compatibility_level",
	    span_str(param_str(P_compatibility_level)));
	policyline_add(out, "mail_version",
	    span_str(param_str(P_mail_version)));
	buf_addc(out, '\n');
}

/* A default action may ask again, by the name of a class; not without end. */
static enum judged
enact_default(struct conn *c, const struct policy *p, const struct whose *of)
{
	const struct span plain =
	    SPAN("451 4.3.5 Server configuration problem");
	struct span value = c->judge.defaults > 0 ? plain :
	    span_str(p->default_action);

	c->judge.defaults++;
	enum judged j = enact(c, p->server, value, SPAN("policy query"), of);
	c->judge.defaults--;
	return j;
}

enum judged
delegate_check(struct conn *c, const struct rule *r, const struct item *i,
    const struct whose *of)
{
	struct buf request = BUF_INIT, action = BUF_INIT;
	struct why w = WHY_INIT;
	enum judged j;

	delegate_add_request(&request, c, i->policy->context);
	if (policy_ask(i->policy, buf_span(&request), &action, &w) == OUT_OK) {
		j = enact(c, i->policy->server, buf_span(&action),
		    SPAN("policy query"), of);
	} else {
		log_warn("%s", w.text.s);
		j = enact_default(c, i->policy, of);
	}
	buf_clear(&request);
	buf_clear(&action);
	why_clear(&w);
	return j;
}
