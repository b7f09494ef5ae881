/* SPDX-License-Identifier: ISC */
#include "authcmd.h"

#include "authlink.h"
#include "barelf.h"
#include "keywords.h"
#include "msg/base64.h"
#include "limits.h"
#include "reply.h"
#include "session.h"
#include "sys/log.h"

/* A table that cannot answer excepts nobody. */
static bool
is_excepted(const struct conn *c)
{
	return matchlist_match(c->lists->list[LIST_SASL_EXCEPTIONS],
	    buf_span(&c->name.name), span_str(c->peer.addr), NULL) == FOUND;
}

bool
authcmd_is_active(const struct conn *c)
{
	return c->set->sasl_enabled && c->authlink != NULL && !is_excepted(c);
}

static bool
lacks_tls(const struct conn *c)
{
	return c->set->tls.auth_only && !c->tls.on;
}

static bool
is_allowed(const struct conn *c, struct span mechanism)
{
	struct why w = WHY_INIT;
	enum found got = matchlist_match(
	    c->lists->list[LIST_SASL_MECHANISMS], mechanism, SPAN(""), &w);

	if (got == FAILED)
		log_warn("smtpd_sasl_mechanism_filter: %s", w.text.s);
	why_clear(&w);
	return got == FOUND;
}

void
authcmd_find_mechanisms(struct conn *c)
{
	struct buf all = BUF_INIT;
	struct span list, word;

	buf_reset(&c->mechanisms);
	if (!authcmd_is_active(c) || lacks_tls(c))
		return;
	authlink_list(c->authlink, c, &all);
	list = buf_span(&all);
	while (span_word(&list, " ", &word))
		if (is_allowed(c, word)) {
			buf_adds(&c->mechanisms, c->mechanisms.len > 0 ?
			    " " : "");
			buf_addspan(&c->mechanisms, word);
		}
	buf_clear(&all);
}

/* In Postfix's order. */
static enum reply
obstacle(const struct conn *c)
{
	if (!authcmd_is_active(c) || keywords_discards(c, "AUTH"))
		return R_AUTH_NOT_ENABLED;
	if (lacks_tls(c))
		return R_AUTH_NEEDS_TLS;
	if (login_is_in(&c->login))
		return R_AUTH_DONE;
	return c->tx.open ? R_IN_MAIL : R_NONE;
}

static bool
fail(struct conn *c, struct span mechanism, const struct auth_turn *t,
    enum reply r)
{
	struct span reason = t->data.len > 0 ? buf_span(&t->data) :
	    SPAN("(reason unavailable)");
	struct span user = t->user.len > 0 ? buf_span(&t->user) :
	    SPAN("(unavailable)");

	log_warn("%s: SASL %.*s authentication failed: %.*s, "
	    "sasl_username=%.*s", c->who.s, SPAN_FMT(span_head(mechanism, 100)),
	    SPAN_FMT(reason), SPAN_FMT(span_head(user, 100)));
	return reply_with(c, r, reason);
}

static bool
fail_because(struct conn *c, struct span mechanism, const char *reason)
{
	struct auth_turn t = AUTH_TURN_INIT;

	buf_adds(&t.data, reason);
	bool good = fail(c, mechanism, &t, R_AUTH_FAILED);
	auth_turn_clear(&t);
	return good;
}

static bool
succeed(struct conn *c, struct span mechanism, const struct auth_turn *t)
{
	login_set(&c->login, mechanism, buf_span(&t->data));
	return reply(c, R_AUTH_OK);
}

static void
challenge(struct conn *c, const struct auth_turn *t)
{
	struct buf b = BUF_INIT;

	base64_encode(&b, buf_span(&t->data));
	reply_with(c, R_AUTH_GO, buf_span(&b));
	buf_wipe(&b);
}

enum heard { HEARD_RESPONSE, HEARD_NOTHING_GOOD };

/* NOTHING_GOOD: the attempt is over, and the client has been told. */
static enum heard
hear(struct conn *c, struct span mechanism, struct buf *response)
{
	enum smtpline_got got;

	if (!session_read(c, c->set->sasl_response_limit, &got))
		return HEARD_NOTHING_GOOD;
	if (got == LINE_LONG) {
		reply(c, R_AUTH_LONG);
	} else if (c->line_bare && bare_lf_refused(c)) {
		;	/* and told so */
	} else if (span_is(buf_span(&c->line), "*")) {
		log_warn("%s: SASL %.*s authentication aborted", c->who.s,
		    SPAN_FMT(span_head(mechanism, 100)));
		reply(c, R_AUTH_ABORTED);
	} else if (!base64_decode(response, buf_span(&c->line))) {
		fail_because(c, mechanism,
		    "Invalid base64 data in continued response");
	} else {
		return HEARD_RESPONSE;
	}
	return HEARD_NOTHING_GOOD;
}

static bool
exchange(struct conn *c, struct span mechanism, const struct span *initial,
    struct auth_turn *t)
{
	struct buf response = BUF_INIT;
	enum auth_step step = authlink_begin(c->authlink, c, mechanism,
	    initial, t);

	while (step == AUTH_MORE) {
		challenge(c, t);
		if (hear(c, mechanism, &response) != HEARD_RESPONSE) {
			authlink_cancel(c->authlink);
			buf_wipe(&response);
			return false;
		}
		step = authlink_next(c->authlink, buf_span(&response), t);
		buf_wipe(&response);
	}
	if (step == AUTH_DONE)
		return succeed(c, mechanism, t);
	return fail(c, mechanism, t, step == AUTH_FAILED ? R_AUTH_FAILED :
	    R_AUTH_NOT_NOW);
}

/* "=" stands for an empty one, which is not the same as none. */
static bool
decode_initial(struct span in, struct buf *out)
{
	return span_is(in, "=") || base64_decode(out, in);
}

/* args is in c->line, which the exchange overwrites: what is needed of it is
 * copied before. */
static bool
attempt(struct conn *c, struct span mechanism, struct span in)
{
	struct buf name = BUF_INIT, initial = BUF_INIT;
	struct auth_turn t = AUTH_TURN_INIT;
	struct span first;
	bool good, has = in.len > 0;

	buf_set(&name, mechanism);
	mechanism = buf_span(&name);
	if (!is_allowed(c, mechanism)) {
		good = fail_because(c, mechanism,
		    "Invalid authentication mechanism");
	} else if (has && !decode_initial(in, &initial)) {
		good = fail_because(c, mechanism,
		    "Invalid base64 data in initial response");
	} else {
		first = buf_span(&initial);
		good = exchange(c, mechanism, has ? &first : NULL, &t);
	}
	auth_turn_clear(&t);
	buf_wipe(&initial);
	buf_clear(&name);
	return good;
}

bool
do_auth(struct conn *c, struct span args)
{
	struct span mechanism, initial = { "", 0 };

	enum reply r = obstacle(c);

	if (r != R_NONE)
		return reply(c, r);
	if (!smtpcmd_arg(&args, &mechanism))
		return reply(c, R_AUTH_SYNTAX);
	if (smtpcmd_arg(&args, &initial) && args.len > 0)
		return reply(c, R_AUTH_SYNTAX);
	bool good = limits_allow(c, EVENT_AUTH) &&
	    attempt(c, mechanism, initial);
	buf_wipe(&c->line);
	return good;
}
