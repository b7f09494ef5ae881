/* SPDX-License-Identifier: ISC */
#include "login.h"

#include "agent/auth.h"
#include "msg/base64.h"
#include "sys/io.h"
#include "sys/log.h"

static bool
fail(struct session *s, const char *dsn, const char *what, const char *text)
{
	bool soft = s->set->auth.soft_bounce || s->reply.code / 100 != 5;

	if (soft)
		why_temp(&s->why, "4.7.8", "SASL authentication failed; %s %s%s",
		    what, s->name.s, text);
	else
		why_perm(&s->why, dsn, "SASL authentication failed; %s %s%s",
		    what, s->name.s, text);
	log_warn("%s", s->why.text.s);
	return false;
}

static bool
refused(struct session *s)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, " said: %s", s->reply.text.s);
	bool no = fail(s, "5.7.8", "server", text.s);
	buf_clear(&text);
	return no;
}

/* What saslio says is not possible. */
static bool
impossible(struct session *s, const struct auth_turn *t)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, ": %s", t->data.len > 0 ? t->data.s :
	    "no mechanism available");
	s->reply.code = 0;
	bool no = fail(s, "5.7.8", "cannot authenticate to server", text.s);
	buf_clear(&text);
	return no;
}

/* Which of the server's mechanisms may be used, one way or the other. */
static void
offered(const struct session *s, struct buf *out)
{
	struct span list = buf_span(&s->mechanisms), word;

	while (span_word(&list, " \t", &word))
		if (matchlist_empty(s->set->auth.filter) ||
		    matchlist_match(s->set->auth.filter, word, SPAN(""),
		    NULL) == FOUND)
			buf_addf(out, "%s%.*s", out->len > 0 ? " " : "",
			    SPAN_FMT(word));
}

/* A password for a server that wants tokens only is a token. */
static bool
wants_token(struct span mechanisms)
{
	struct span word;
	size_t n = 0, tokens = 0;

	while (span_word(&mechanisms, " ", &word)) {
		n++;
		tokens += span_caseis(word, "XOAUTH2") ||
		    span_caseis(word, "OAUTHBEARER");
	}
	return n > 0 && n == tokens;
}

/* Plain passwords are for verified servers, unless main.cf says otherwise. */
static const char *
options(const struct session *s)
{
	const struct auth_settings *a = &s->set->auth;

	if (!s->tls.on)
		return a->options;
	return s->tls.trusted && s->tls.matched ? a->verified_options :
	    a->tls_options;
}

static void
tell(struct session *s, struct auth *a, struct span mechanisms)
{
	auth_fact(a, "host", buf_span(&s->host));
	auth_fact(a, "service", s->set->lmtp ? SPAN("lmtp") : SPAN("smtp"));
	auth_fact(a, "options", span_str(options(s)));
	if (s->tls.on)
		auth_fact(a, "tls", SPAN("yes"));
	auth_fact(a, "mechanisms", mechanisms);
	auth_fact(a, "username", buf_span(&s->how->login->user));
	auth_fact(a, wants_token(mechanisms) ? "token" : "password",
	    buf_span(&s->how->login->password));
}

/* An empty initial response is "=" (RFC 4954, section 4). */
static void
say_auth(struct session *s, const struct auth_turn *t)
{
	struct buf first = BUF_INIT;

	if (t->has_data && t->data.len > 0)
		base64_encode(&first, buf_span(&t->data));
	else if (t->has_data)
		buf_addc(&first, '=');
	session_say(s, "AUTH %s%s%s", t->mechanism.s, t->has_data ? " " : "",
	    first.s);
	buf_clear(&first);
}

static void
say_response(struct session *s, const struct auth_turn *t)
{
	struct buf line = BUF_INIT;

	base64_encode(&line, buf_span(&t->data));
	session_say(s, "%s", line.s);
	buf_clear(&line);
}

/* The server's 334, taken apart. False: it is nonsense. */
static bool
challenge(const struct session *s, struct buf *out)
{
	struct span text = span_trim(span_from(buf_span(&s->reply.text), 4));

	buf_reset(out);
	return text.len == 0 || span_is(text, "=") || base64_decode(out, text);
}

static bool
cancel(struct session *s, struct auth *a)
{
	auth_cancel(a);
	session_say(s, "*");
	return session_hear(s, s->set->mail_time, "sending AUTH");
}

/* After the first command: until the server has decided. */
static bool
converse(struct session *s, struct auth *a, struct auth_turn *t)
{
	struct buf said = BUF_INIT;
	bool good = true;

	while ((good = session_hear(s, s->set->mail_time, "sending AUTH")) &&
	    s->reply.code == 334) {
		enum auth_step step = AUTH_FAILED;

		if (challenge(s, &said))
			step = auth_next(a, buf_span(&said), t);
		if (step == AUTH_MORE || step == AUTH_DONE) {
			if (step == AUTH_DONE)
				buf_reset(&t->data);
			say_response(s, t);
			continue;
		}
		good = cancel(s, a) && impossible(s, t);
		break;
	}
	buf_clear(&said);
	if (!good)
		return false;
	if (s->reply.code / 100 != 2)
		return refused(s);
	return auth_accepted(a, t) == AUTH_DONE || impossible(s, t);
}

static bool
attempt(struct session *s, struct auth *a)
{
	struct auth_turn t = AUTH_TURN_INIT;
	struct buf mechanisms = BUF_INIT;
	bool good;

	offered(s, &mechanisms);
	tell(s, a, buf_span(&mechanisms));
	enum auth_step step = auth_begin(a, SPAN(""), NULL, &t);
	if (step != AUTH_MORE || t.mechanism.len == 0) {
		good = impossible(s, &t);
	} else {
		say_auth(s, &t);
		good = converse(s, a, &t);
	}
	auth_turn_clear(&t);
	buf_clear(&mechanisms);
	return good;
}

bool
login(struct session *s)
{
	struct auth a;
	int ends[2];

	if (s->how->login == NULL || s->how->login->user.len == 0 ||
	    (s->can & CAN_AUTH) == 0)
		return true;
	if (!helpers_login(s->helpers, ends)) {
		s->reply.code = 0;
		return fail(s, "", "saslio is not available for", "");
	}
	auth_init(&a, ends[0], ends[1]);
	bool good = attempt(s, &a);
	auth_clear(&a);
	io_close(&ends[0]);
	io_close(&ends[1]);
	return good;
}
