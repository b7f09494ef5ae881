/* SPDX-License-Identifier: ISC */
#include "rblreply.h"

#include <time.h>

#include "conf/expand.h"
#include "conf/param.h"
#include "conn.h"
#include "enact.h"
#include "msg/address.h"
#include "result.h"
#include "sys/log.h"

/* What the names in a template stand for. */
struct words {
	const struct conn *c;
	const struct rbl *r;
	struct buf	 made;		/* those that are put together */
	bool		 unknown;	/* there was one that nobody knows */
};

static bool
address_word(struct words *ws, struct span address, struct span part,
    struct span *value)
{
	struct span local = address, domain = SPAN("");

	address_split(address, &local, &domain);
	if (part.len == 0)
		*value = address.len > 0 ? address : SPAN("<>");
	else if (span_is(part, "_name"))
		*value = address.len > 0 ? local : SPAN("<>");
	else if (span_is(part, "_domain"))
		*value = domain;
	else
		return false;
	return true;
}

static void
add_time(struct buf *out)
{
	char text[64];
	time_t now = time(NULL);
	struct tm tm;

	if (localtime_r(&now, &tm) != NULL &&
	    strftime(text, sizeof(text), "%b %d %H:%M:%S", &tm) > 0)
		buf_adds(out, text);
}

static bool
client_word(struct words *ws, struct span name, struct span *value)
{
	const struct conn *c = ws->c;

	buf_reset(&ws->made);
	if (span_is(name, "server_name"))
		*value = span_str(c->set->hostname);
	else if (span_is(name, "client"))
		*value = buf_span(&c->who);
	else if (span_is(name, "client_address"))
		*value = span_str(c->peer.addr);
	else if (span_is(name, "client_name"))
		*value = buf_span(&c->name.name);
	else if (span_is(name, "reverse_client_name"))
		*value = buf_span(&c->name.reverse);
	else if (span_is(name, "helo_name"))
		*value = buf_span(&c->helo);
	else if (span_is(name, "client_port"))
		buf_addf(&ws->made, "%d", c->peer.port);
	else if (span_is(name, "localtime"))
		add_time(&ws->made);
	else
		return false;
	if (ws->made.len > 0)
		*value = buf_span(&ws->made);
	return true;
}

static bool
rbl_word(struct words *ws, struct span name, struct span *value)
{
	const struct rbl *r = ws->r;

	buf_reset(&ws->made);
	if (span_is(name, "rbl_code")) {
		buf_addf(&ws->made, "%lld",
		    (long long)param_int(P_maps_rbl_reject_code));
		*value = buf_span(&ws->made);
	} else if (span_is(name, "rbl_domain")) {
		*value = r->zone;
	} else if (span_is(name, "rbl_reason") || span_is(name, "rbl_txt")) {
		*value = r->text;
	} else if (span_is(name, "rbl_what")) {
		*value = r->what;
	} else if (span_is(name, "rbl_class")) {
		*value = span_str(r->class);
	} else {
		return false;
	}
	return true;
}

static bool
word(void *ctx, struct span name, struct span *value)
{
	const struct span sender = SPAN("sender"), rcpt = SPAN("recipient");
	struct words *ws = ctx;
	struct span address = SPAN("");

	if (rbl_word(ws, name, value) || client_word(ws, name, value))
		return true;
	if (span_starts(name, sender)) {
		*value = SPAN("");
		return !conn_sender(ws->c, &address) || address_word(ws,
		    address, span_from(name, sender.len), value);
	}
	if (span_starts(name, rcpt)) {
		*value = SPAN("");
		return !conn_rcpt(ws->c, &address) || address_word(ws, address,
		    span_from(name, rcpt.len), value);
	}
	log_warn("unknown macro name \"%.*s\" in expansion request",
	    SPAN_FMT(name));
	ws->unknown = true;
	return false;
}

static bool
is_octal(struct span s, size_t at)
{
	return at < s.len && s.p[at] >= '0' && s.p[at] <= '7';
}

void
rblreply_unescape(struct buf *out, struct span s)
{
	static const char letters[] = "abfnrtv", bytes[] = "\a\b\f\n\r\t\v";

	while (s.len > 0) {
		int c = span_byte(&s), v = 0;

		if (c != '\\' || s.len == 0) {
			buf_addc(out, (char)c);
			continue;
		}
		if (is_octal(s, 0)) {
			for (int i = 0; i < 3 && is_octal(s, 0); i++)
				v = v * 8 + span_byte(&s) - '0';
			buf_addc(out, (char)v);
			continue;
		}
		c = span_byte(&s);
		const char *at = c != 0 ? strchr(letters, c) : NULL;
		buf_addc(out, at != NULL ? bytes[at - letters] : (char)c);
	}
}

static bool
fill_in(struct buf *out, struct conn *c, const struct rbl *r,
    struct span template)
{
	struct words ws = { .c = c, .r = r, .made = BUF_INIT };
	struct buf allow = BUF_INIT;
	struct why w = WHY_INIT;
	struct expand e = { .value = word, .ctx = &ws, .flat = true };

	rblreply_unescape(&allow, span_str(param_str(P_smtpd_expansion_filter)));
	e.allow = allow.s;
	buf_reset(out);
	bool good = expand(out, template, &e, &w) == OUT_OK && !ws.unknown;
	buf_clear(&allow);
	buf_clear(&ws.made);
	why_clear(&w);
	return good;
}

static enum found
find_template(struct conn *c, const struct rbl *r, struct buf *template,
    struct why *w)
{
	struct maps *m = c->lists->maps[MAPS_RBL_REPLY];
	enum found got = maps_get(m, r->arg, template, w);

	if (got == ABSENT && r->zone.len != r->arg.len)
		got = maps_get(m, r->zone, template, w);
	return got;
}

static enum judged
say(struct conn *c, const struct rbl *r, struct span text)
{
	struct result res;

	result_parse(&res, text);
	if (res.verdict != RESULT_REPLY) {
		log_warn("rbl response code configuration error: %.*s",
		    SPAN_FMT(text));
		return judge_reject_as(c, 450, "4.7.1", "Service unavailable");
	}
	enact_fix_dsn(res.dsn, r->of);
	return judge_reject_as(c, res.code, res.dsn, "%.*s",
	    SPAN_FMT(res.text));
}

enum judged
rblreply(struct conn *c, const struct rbl *r)
{
	struct buf template = BUF_INIT, text = BUF_INIT;
	struct why w = WHY_INIT;
	struct span usual = span_str(param_str(P_default_rbl_reply));
	enum found got = find_template(c, r, &template, &w);
	enum judged j;

	if (got == FOUND && !fill_in(&text, c, r, buf_span(&template))) {
		log_warn("bad rbl reply template for domain %.*s: %s",
		    SPAN_FMT(r->arg), template.s);
		got = ABSENT;
	}
	if (got == FAILED) {
		log_warn("%s", w.text.s);
		j = judge_misconfigured(c);
	} else if (got == ABSENT && !fill_in(&text, c, r, usual)) {
		log_warn("bad default_rbl_reply");
		j = judge_misconfigured(c);
	} else {
		j = say(c, r, buf_span(&text));
	}
	buf_clear(&template);
	buf_clear(&text);
	why_clear(&w);
	return j;
}
