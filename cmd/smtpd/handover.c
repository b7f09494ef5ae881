/* SPDX-License-Identifier: ISC */
#include "handover.h"

#include "conf/param.h"
#include "mfilter.h"
#include "reply.h"
#include "restrict.h"
#include "sys/log.h"

enum { ENDURED = 10 };	/* times the size limit */

static void
fact_num(struct submit *s, const char *name, int value)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%d", value);
	submit_fact(s, name, buf_span(&b));
	buf_clear(&b);
}

/* A name out of a certificate, which anybody may have made, in a comment. */
static void
add_name(struct buf *out, const char *what, struct span name)
{
	buf_addf(out, "%s \"", what);
	for (size_t i = 0; i < name.len; i++)
		buf_addc(out, strchr("()\\\"", name.p[i]) != NULL ? '?' :
		    name.p[i]);
	buf_addc(out, '"');
}

/* What Received: says of it, where it shall. */
static void
say_tls(struct conn *c, struct submit *s)
{
	const struct tlsfacts *f = &c->tls;
	struct buf b = BUF_INIT;

	submit_fact(s, "tls_protocol", tlsfacts_get(f, TLSFACT_PROTOCOL));
	if (!c->set->tls_header)
		return;
	buf_adds(&b, "using ");
	tlsfacts_describe(&b, f);
	submit_fact(s, "tls_shown", buf_span(&b));
	buf_reset(&b);
	if (f->present) {
		add_name(&b, "Client CN", tlsfacts_get(f, TLSFACT_SUBJECT));
		add_name(&b, ", Issuer", tlsfacts_get(f, TLSFACT_ISSUER));
		buf_adds(&b, f->trusted ? " (verified OK)" :
		    " (not verified)");
	} else {
		buf_adds(&b, f->asked ? "Client did not present a certificate" :
		    "No client certificate requested");
	}
	submit_fact(s, "tls_client", buf_span(&b));
	buf_clear(&b);
}

static void
say_client(struct conn *c, struct submit *s)
{
	submit_fact(s, "kind", SPAN("smtp"));
	submit_fact(s, "client_name", buf_span(&c->name.name));
	submit_fact(s, "reverse_client_name", buf_span(&c->name.reverse));
	submit_fact(s, "client_address", span_str(c->peer.addr));
	if (c->peer.port > 0)
		fact_num(s, "client_port", c->peer.port);
	submit_fact(s, "helo_name", buf_span(&c->helo));
	submit_fact(s, "client_hidden", c->set->hide_client ? SPAN("yes") :
	    SPAN(""));
	submit_fact(s, "protocol", span_str(conn_protocol(c)));
	if (c->tls.on)
		say_tls(c, s);
	submit_fact(s, "sasl_method", buf_span(&c->login.method));
	submit_fact(s, "sasl_username", buf_span(&c->login.username));
	submit_fact(s, "sasl_sender", buf_span(&c->tx.sasl_sender));
	submit_fact(s, "override",
	    span_str(param_str(P_receive_override_options)));
	submit_fact(s, "filter", span_str(param_str(P_content_filter)));
	if (c->set->sasl_header && login_is_in(&c->login))
		submit_fact(s, "sasl_shown", SPAN("yes"));
	forward_tell(&c->tx.forward, s);
	submit_fact(s, "rewrite", c->local_rewrite ? SPAN("local") :
	    SPAN("none"));
}

static void
say_envelope(struct conn *c, struct submit *s)
{
	const struct smtpcmd_mail *m = &c->tx.mail;

	submit_begin(s, buf_span(&m->address));
	if (!c->stand_alone)
		say_client(c, s);
	if (m->body == SMTPCMD_7BIT || m->body == SMTPCMD_8BITMIME)
		submit_fact(s, "encoding", m->body == SMTPCMD_7BIT ?
		    SPAN("7bit") : SPAN("8bit"));
	submit_fact(s, "smtputf8", m->smtputf8 ? SPAN("yes") : SPAN(""));
	submit_fact(s, "envid", buf_span(&m->envid));
	if (m->ret != DSN_RET_NONE)
		submit_fact(s, "ret", m->ret == DSN_RET_FULL ? SPAN("full") :
		    SPAN("hdrs"));
	orders_say(&c->tx.orders, s, true);
	for (size_t i = 0; i < c->tx.nrcpts; i++)
		submit_rcpt(s, &c->tx.rcpts[i]);
}

/* The door is opened, and has given the message its id. A local user's way is
 * through postdrop, which tells it at the end only. */
static enum out
knock(struct conn *c, struct why *w)
{
	enum out out = door_open(c->door, w);

	if (out != OUT_OK)
		return out;
	say_envelope(c, &c->door->submit);
	mfilter_hand_over(c, &c->door->submit);
	if (!c->stand_alone)
		out = submit_id(&c->door->submit, w);
	if (out != OUT_OK)
		door_close(c->door);
	return out;
}

static void
log_client(const struct conn *c)
{
	struct buf b = BUF_INIT;

	login_describe(&b, &c->login, buf_span(&c->tx.sasl_sender));
	forward_describe(&b, &c->tx.forward);
	log_info("%s: client=%s%s", c->door->submit.id.s, c->who.s, b.s);
	buf_clear(&b);
}

/* A door from the message before may have gone meanwhile. */
bool
handover_begin(struct conn *c)
{
	struct why w = WHY_INIT;
	bool used = c->door->open;

	c->content = 0;
	enum out out = knock(c, &w);

	if (out != OUT_OK && used)
		out = knock(c, &w);
	if (out != OUT_OK)
		log_warn("%s", w.text.s);
	else if (!c->stand_alone)
		log_client(c);
	why_clear(&w);
	c->tx.handed = out == OUT_OK;
	return c->tx.handed;
}

void
handover_pace(struct conn *c)
{
	if (c->set->request_deadline)
		stream_request(&c->io, c->set->min_rate);
	else
		stream_no_request(&c->io);
}

bool
handover_too_big(const struct conn *c)
{
	return c->set->size_limit > 0 && c->content > c->set->size_limit;
}

bool
handover_endures(struct conn *c)
{
	if (!handover_too_big(c))
		return true;
	if (c->io.deadline < 0)
		stream_request(&c->io, c->set->min_rate);
	if (c->content / ENDURED <= c->set->size_limit)
		return true;
	conn_end(c, "too much data");
	reply(c, R_FILE_TOO_BIG);
	return false;
}

void
handover_content(struct conn *c, struct span text)
{
	if (!handover_too_big(c))
		submit_content(&c->door->submit, text);
}

void
handover_end(struct conn *c)
{
	if (c->tx.handed)
		submit_forget(&c->door->submit);
	mfilter_reset(c, c->door->open && c->door->submit.broken);
	door_done(c->door);
	tx_reset(&c->tx);
}

void
handover_broken(struct conn *c, enum stream_got got)
{
	conn_end(c, got == STREAM_TIMEOUT ? "timeout" : "lost connection");
	if (got == STREAM_TIMEOUT)
		reply(c, R_TIMEOUT);
}

/* In so many words. */
static bool
refused_with(struct conn *c, struct span said)
{
	struct buf text = BUF_INIT;
	char dsn[DSN_SIZE] = "";
	int code = 451;

	milter_reply(said, &code, &text);
	struct span rest = buf_span(&text);
	dsn_take(&rest, dsn);
	reply_say(c, code, dsn, rest);
	if (code == 421)
		conn_end(c, NULL);
	buf_clear(&text);
	return false;
}

static bool
refused(struct conn *c, const struct why *w)
{
	if (strcmp(w->dsn, "5.3.4") == 0)
		return reply(c, R_FILE_TOO_BIG);
	if (strncmp(w->dsn, "5.6.", 4) == 0 || strncmp(w->dsn, "5.7.", 4) == 0)
		return reply_say(c, 550, w->dsn, buf_span(&w->text));
	struct buf text = BUF_INIT;
	buf_addf(&text, "Error: %s", w->text.s);
	bool good = reply_say(c, 554, w->dsn, buf_span(&text));
	buf_clear(&text);
	return good;
}

/* The host's own trouble stays in the log, and is no error of the client. */
static bool
not_now(struct conn *c, const struct why *w)
{
	log_warn("message not queued: %s", w->text.s);
	reply(c, strcmp(w->dsn, "4.3.1") == 0 ? R_NO_SPACE :
	    strcmp(w->dsn, "4.6.0") == 0 ? R_ALIAS_LIMIT : R_NOT_QUEUED);
	return true;
}

bool
handover_commit(struct conn *c)
{
	struct why w = WHY_INIT;
	bool good = true;

	if (!restrict_end_of_data(c))
		return false;
	orders_say(&c->tx.orders, &c->door->submit, false);
	c->tx.handed = false;
	enum out out = submit_commit(&c->door->submit, &w);
	if (out != OUT_OK && c->door->submit.reply.len > 0) {
		why_clear(&w);
		return refused_with(c, buf_span(&c->door->submit.reply));
	}
	switch (out) {
	case OUT_OK:
		c->errors = c->junk = 0;
		good = reply_with(c, R_QUEUED, buf_span(&w.text));
		break;
	case OUT_PERM:
		good = refused(c, &w);
		break;
	case OUT_TEMP:
		good = not_now(c, &w);
		break;
	}
	why_clear(&w);
	return good;
}
