/* SPDX-License-Identifier: ISC */
#include "starttls.h"

#include <errno.h>

#include "base/num.h"
#include "conf/param.h"
#include "keywords.h"
#include "limits.h"
#include "reply.h"
#include "session.h"
#include "sys/io.h"
#include "sys/log.h"

enum {
	READY_MS = 60 * 1000,	/* tlsio may have to start, and to load */
	GRACE_MS = 5 * 1000,	/* it knows the time limit itself */
	LOG_LEVELS = 4
};

bool
starttls_is_offered(const struct conn *c)
{
	return c->set->tls.use && !c->tls.on && !c->stand_alone &&
	    c->door->link != NULL;
}

/* By the client's name, or its address. */
static void
find_log_level(struct conn *c)
{
	struct maps *maps = c->lists->maps[MAPS_TLS_LOG];
	struct buf value = BUF_INIT;
	struct why w = WHY_INIT;
	enum found got = maps_get(maps, buf_span(&c->name.name), &value, &w);

	if (got == ABSENT)
		got = maps_get(maps, span_str(c->peer.addr), &value, &w);
	if (got == FAILED)
		log_warn("smtpd_tls_loglevel_maps: %s", w.text.s);
	if (got != FOUND || !num_int(span_trim(buf_span(&value)), 0, LOG_LEVELS,
	    &c->tls_log))
		num_int(span_str(param_str(P_smtpd_tls_loglevel)), 0,
		    LOG_LEVELS, &c->tls_log);
	why_clear(&w);
	buf_clear(&value);
}

/* Until now both ends are the client's. */
static bool
ask(struct conn *c, struct why *w)
{
	struct tlslink *t = &c->tlslink;
	int fd[4] = { c->io.in, c->io.out, -1, -1 };
	char level[2] = "0";

	find_log_level(c);
	level[0] = (char)('0' + c->tls_log);
	if (!tlslink_open(t, &fd[2], &fd[3]))
		return why_errno(w, errno, "socketpair") == OUT_OK;
	bool sent = link_hand(c->door->link, HELPER_TLSIO, fd, 4);
	io_close(&fd[2]);
	io_close(&fd[3]);
	tlslink_set(t, "log_level", span_str(level));
	if (!sent)
		return why_temp(w, "4.7.0", "no way to tlsio") == OUT_OK;
	return tlslink_ready(t, READY_MS, w) == OUT_OK;
}

static void
log_notes(struct conn *c)
{
	struct span notes = buf_span(&c->tlslink.notes), text;
	bool warning;

	while (tlslink_note(&notes, &text, &warning))
		if (warning)
			log_warn("%.*s", SPAN_FMT(text));
		else
			log_info("%s: %.*s", c->who.s, SPAN_FMT(text));
}

static void
log_session(const struct conn *c)
{
	const struct tlsfacts *f = &c->tls;
	struct buf b = BUF_INIT;

	if (c->tls_log < 1)
		return;
	tlsfacts_describe(&b, f);
	log_info("%s TLS connection %s from %s%s%s: %s", tlsfacts_trust(f),
	    f->reused ? "reused" : "established", c->who.s,
	    f->text[TLSFACT_SNI].len > 0 ? " to " : "",
	    f->text[TLSFACT_SNI].s, b.s);
	buf_clear(&b);
}

/* From here on tlsio alone has the client's socket. */
static void
go_over(struct conn *c)
{
	int in = c->io.in, out = c->io.out, plain = c->tlslink.plain;

	c->tlslink.plain = -1;
	io_nonblock(plain, true);
	stream_change(&c->io, plain, plain);
	smtpline_init(&c->lines, c->set->line_limit);
	if (out != in)
		io_close(&out);
	io_close(&in);
}

static void
judge(struct conn *c)
{
	if (!c->set->tls.require || c->tls.trusted)
		return;
	c->unfit = c->tls.present ? "Client certificate not trusted" :
	    "No client certificate presented";
	log_info("NOQUEUE: abort: TLS from %s: %s", c->who.s, c->unfit);
}

/* A failure leaves nothing that could still be said. */
static bool
shake_hands(struct conn *c)
{
	struct why w = WHY_INIT;

	if (c->tls_log >= 2)
		log_info("setting up TLS connection from %s", c->who.s);
	bool good = tlslink_go(&c->tlslink, &c->tls,
	    (int)c->set->tls_timeout * 1000 + GRACE_MS, &w) == OUT_OK;
	if (good) {
		go_over(c);
	} else {
		log_info("SSL_accept error from %s: %s", c->who.s, w.text.s);
		conn_end(c, "lost connection");
	}
	log_notes(c);
	why_clear(&w);
	if (!good)
		return false;
	log_session(c);
	judge(c);
	return c->tls.reused || limits_allow(c, EVENT_TLS);
}

/* Whatever was sent in clear behind the command could be anybody's. */
static bool
came_too_early(struct conn *c)
{
	if (!stream_pending(&c->io))
		return false;
	reply(c, R_OUT_OF_STEP);
	conn_end(c, NULL);
	return true;
}

bool
do_starttls(struct conn *c, struct span args)
{
	struct why w = WHY_INIT;

	if (c->tls.on)
		return reply(c, R_TLS_ACTIVE);
	if (!keywords_offers(c, "STARTTLS"))
		return reply(c, R_NOT_OFFERED);
	if (came_too_early(c))
		return false;
	if (!ask(c, &w)) {
		log_warn("TLS from %s: %s", c->who.s, w.text.s);
		why_clear(&w);
		tlslink_close(&c->tlslink);
		tlslink_init(&c->tlslink);
		return reply(c, R_TLS_TROUBLE);
	}
	reply(c, R_TLS_GO);
	if (stream_flush(&c->io) != STREAM_OK) {
		conn_end(c, "lost connection");
		return false;
	}
	conn_forget(c);
	login_forget(&c->login);
	buf_reset(&c->mechanisms);
	return shake_hands(c);
}

bool
starttls_wrap(struct conn *c)
{
	struct why w = WHY_INIT;

	if (c->door->link == NULL || !ask(c, &w)) {
		log_warn("Wrapper-mode request dropped from %s for service %s: "
		    "%s", c->who.s, param_str(P_service_name), w.text.s);
		why_clear(&w);
		conn_end(c, NULL);
		return false;
	}
	return shake_hands(c);
}

bool
starttls_dismiss(struct conn *c)
{
	reply_with(c, R_CERT_UNFIT, span_str(c->unfit));
	conn_end(c, NULL);
	return false;
}
