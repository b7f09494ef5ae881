/* SPDX-License-Identifier: ISC */
#include "received.h"

#include "msg/address.h"
#include "msg/header.h"

/* What strangers said stands for itself but for what would end a comment or
 * the field early. */
static void
add_word(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_addc(out, s.p[i] == '(' || s.p[i] == ')' ||
		    s.p[i] == '\\' || s.p[i] == ';' ? '?' : s.p[i]);
}

/* The folds are Postfix's. */
static void
add_tls(struct buf *out, const struct envelope *env)
{
	struct span shown = envelope_get(env, "tls_shown");
	struct span first = shown, rest = { "", 0 };

	if (shown.len == 0)
		return;
	for (size_t i = 0; i < shown.len; i++)
		if (span_starts(span_from(shown, i), SPAN(" key-exchange "))) {
			first = span_head(shown, i);
			rest = span_from(shown, i);
			break;
		}
	buf_addf(out, "(%.*s", SPAN_FMT(first));
	if (rest.len > 0)
		buf_addf(out, "\n\t%.*s", SPAN_FMT(rest));
	buf_addf(out, ")\n\t(%.*s)\n\t", SPAN_FMT(envelope_get(env,
	    "tls_client")));
}

static void
add_client(struct buf *out, const struct envelope *env, struct span address)
{
	struct span name = envelope_get(env, "client_name");
	struct span helo = envelope_get(env, "helo_name");

	buf_adds(out, "from ");
	add_word(out, helo.len > 0 ? helo : name);
	buf_adds(out, " (");
	add_word(out, name.len > 0 ? name : SPAN("unknown"));
	buf_adds(out, span_find(address, ':') != SPAN_NONE ? " [IPv6:" : " [");
	add_word(out, address);
	buf_adds(out, "])\n\t");
	add_tls(out, env);
	if (envelope_get(env, "sasl_shown").len > 0) {
		buf_adds(out, "(Authenticated sender: ");
		add_word(out, envelope_get(env, "sasl_username"));
		buf_adds(out, ")\n\t");
	}
}

/* RFC 6531 section 3.7.3; RFC 3848: S says that there was TLS, A that the client had logged in. */
static void
add_protocol(struct buf *out, const struct envelope *env)
{
	struct span protocol = envelope_get(env, "protocol");

	if (envelope_get(env, "smtputf8").len > 0 &&
	    span_is(protocol, "ESMTP"))
		buf_adds(out, "UTF8SMTP");
	else
		buf_addspan(out, protocol.len > 0 ? protocol : SPAN("SMTP"));
	if (!span_is(protocol, "ESMTP"))
		return;
	if (envelope_get(env, "tls_protocol").len > 0)
		buf_addc(out, 'S');
	if (envelope_get(env, "sasl_method").len > 0)
		buf_addc(out, 'A');
}

static void
add_smtp(struct buf *out, const struct settings *set,
    const struct envelope *env, const struct id *id)
{
	buf_addf(out, "by %s (%s) with ", set->myhostname, set->mail_name);
	add_protocol(out, env);
	buf_addf(out, " id %s", id->s);
	if (env->nrcpts == 1) {
		const struct rcpt *r = &env->rcpts[0];

		buf_adds(out, "\n\tfor <");
		address_external(out, r->orig.len > 0 ? r->orig : r->addr);
		buf_adds(out, ">; ");
	} else
		buf_adds(out, ";\n\t");
}

static void
add_local(struct buf *out, const struct settings *set,
    const struct envelope *env, const struct id *id)
{
	struct span uid = envelope_get(env, "uid");

	buf_addf(out, "by %s (%s", set->myhostname, set->mail_name);
	if (uid.len > 0)
		buf_addf(out, ", from userid %.*s", SPAN_FMT(uid));
	buf_addf(out, ")\n\tid %s; ", id->s);
}

void
received_add(struct buf *out, const struct settings *set,
    const struct envelope *env, const struct id *id)
{
	struct span address = envelope_get(env, "client_address");
	struct buf value = BUF_INIT;

	if (address.len > 0) {
		if (envelope_get(env, "client_hidden").len == 0)
			add_client(&value, env, address);
		add_smtp(&value, set, env, id);
	} else
		add_local(&value, set, env, id);
	stamp_add_rfc5322(&value, env->arrival.sec);
	header_add(out, "Received", buf_span(&value));
	buf_clear(&value);
}
