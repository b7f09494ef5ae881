/* SPDX-License-Identifier: ISC */
#include "delivery.h"

#include <stdlib.h>

#include "base/mem.h"
#include "connect.h"
#include "dane.h"
#include "sys/log.h"
#include "transaction.h"

/* -- outcomes -- */

static void
settle(struct delivery *d, size_t i)
{
	struct fate *f = &d->fate[i];

	report_result(d->rp, i, f->relay.len > 0 ? f->relay.s : "none",
	    &f->why);
	f->settled = true;
	d->left--;
}

static void
remember(struct delivery *d, size_t i, const struct session *s,
    const struct why *w)
{
	struct fate *f = &d->fate[i];

	why_set(&f->why, w->out, span_str(w->dsn), buf_span(&w->text));
	buf_set(&f->relay, s != NULL ? buf_span(&s->relay) : SPAN(""));
}

void
delivery_result(struct delivery *d, size_t i, const struct session *s,
    const struct why *w)
{
	remember(d, i, s, w);
	if (w->out != OUT_TEMP)
		settle(d, i);
}

void
delivery_result_all(struct delivery *d, const struct session *s,
    const struct why *w)
{
	for (size_t i = 0; i < d->rq->env.nrcpts; i++)
		if (!d->fate[i].settled)
			delivery_result(d, i, s, w);
}

/* Not the last word, whatever it is: there is another next hop. */
static void
remember_all(struct delivery *d, const struct why *w)
{
	for (size_t i = 0; i < d->rq->env.nrcpts; i++)
		if (!d->fate[i].settled)
			remember(d, i, NULL, w);
}

static void
settle_rest(struct delivery *d)
{
	for (size_t i = 0; i < d->rq->env.nrcpts; i++)
		if (!d->fate[i].settled)
			settle(d, i);
}

/* -- sessions -- */

static void
use(struct delivery *d, struct session *s)
{
	d->rp->conn_use = (unsigned)s->messages + 1;
	transaction_run(d, s);
}

/* What a session is good for: a next hop, and a sender where he logs in. */
static void
purpose(const struct delivery *d, struct buf *out)
{
	const struct passwords *p = &d->client->set.auth.passwords;

	buf_set(out, d->rq->nexthop);
	if (p->maps != NULL && p->by_sender)
		buf_addf(out, "\n%.*s", SPAN_FMT(buf_span(&d->sender)));
}

static bool
is_kept(const struct delivery *d)
{
	struct buf now = BUF_INIT;

	purpose(d, &now);
	bool is = span_eq(buf_span(&now), buf_span(&d->client->kept_for));
	buf_clear(&now);
	return is;
}

/* The session of the message before. */
static void
use_kept(struct delivery *d, struct buf *tried)
{
	struct client *c = d->client;

	if (!c->has_session)
		return;
	if (!is_kept(d) || !session_reusable(&c->session)) {
		client_forget(c);
		return;
	}
	use(d, &c->session);
	if (c->session.gone)
		client_forget(c);
	else
		buf_set(tried, buf_span(&c->session.relay));
}

/* Where there is another host to go on with, the log is all that tells. */
static void
tell(const struct delivery *d, const struct why *w, bool connected)
{
	if (connected)
		log_info("%s: %s", d->rq->id.s, w->text.s);
	else
		log_info("%s", w->text.s);
}

/* At level may a server whose TLS does not work gets mail without it; never a
 * password, though. */
static bool
open_session(struct delivery *d, const struct host *h, enum tlslevel level,
    struct span tlsa, const struct credentials *login)
{
	struct client *c = d->client;
	struct approach how = { .helpers = &c->helpers, .policy = &d->policy,
	    .level = level, .tlsa = tlsa, .login = login,
	    .domain = d->domain };

	if (session_open(&c->session, &c->set, h, &how))
		return true;
	if (!c->session.tls_failed || level != TLS_MAY || login->user.len > 0)
		return false;
	how.level = TLS_NONE;
	session_close(&c->session);
	return session_open(&c->session, &c->set, h, &how);
}

static bool
is_dane(enum tlslevel level)
{
	return level == TLS_DANE || level == TLS_DANE_ONLY;
}

static void
failed(struct delivery *d, bool last)
{
	struct session *s = &d->client->session;
	bool connected = s->fd >= 0;

	if (!last || !connected)
		tell(d, &s->why, connected);
	delivery_result_all(d, connected ? s : NULL, &s->why);
	client_forget(d->client);
}

/* False: not even a greeting came of it. */
static bool
try_host(struct delivery *d, const struct host *h, bool last)
{
	struct client *c = d->client;
	struct credentials login = CREDENTIALS_INIT;
	enum tlslevel level = d->policy.level;
	struct buf tlsa = BUF_INIT;
	struct why w = WHY_INIT;
	bool good = false;

	client_forget(c);
	if (credentials_find(&c->set.auth.passwords, buf_span(&d->sender),
	    d->hop, h->name, &login, &w) == FAILED ||
	    (is_dane(level) && dane_find(&c->lookup, h, &level, &tlsa, &w) !=
	    OUT_OK)) {
		delivery_result_all(d, NULL, &w);
	} else {
		c->has_session = true;
		good = open_session(d, h, level, buf_span(&tlsa), &login);
		if (!good)
			failed(d, last);
	}
	buf_clear(&tlsa);
	credentials_clear(&login);
	why_clear(&w);
	if (!good)
		return false;
	purpose(d, &c->kept_for);
	d->rp->ready = stamp_now();
	use(d, &c->session);
	if (c->session.gone)
		client_forget(c);
	return true;
}

static void
try_hosts(struct delivery *d, const struct hosts *hosts, bool last_hop,
    const struct buf *tried)
{
	size_t sessions = 0;
	struct buf name = BUF_INIT;

	for (size_t i = 0; i < hosts->n && d->left > 0 &&
	    sessions < d->client->set.sessions_most; i++) {
		buf_reset(&name);
		connect_name(&name, &hosts->list[i]);
		if (span_eq(buf_span(&name), buf_span(tried)))
			continue;
		sessions += try_host(d, &hosts->list[i],
		    last_hop && i + 1 == hosts->n);
	}
	buf_clear(&name);
}

/* -- next hops -- */

static void
try_hop(struct delivery *d, struct span text, bool last, const struct buf *tried)
{
	struct hosts hosts = HOSTS_INIT;
	struct why w = WHY_INIT;
	struct nexthop hop;

	tlspolicy_init(&d->policy);
	if (!nexthop_read(&hop, text))
		why_temp(&w, "4.3.5", "mail for %.*s: this is no next hop",
		    SPAN_FMT(text));
	else if (tlspolicy_find(&d->client->set.tls, text, hop.host,
	    &d->policy, &w) == OUT_OK)
		hosts_find(&d->client->lookup, &hop, &hosts, &w);
	d->hop = text;
	d->domain = hop.host;
	if (w.out == OUT_OK)
		try_hosts(d, &hosts, last, tried);
	else if (last)
		delivery_result_all(d, NULL, &w);
	else
		remember_all(d, &w);
	hosts_clear(&hosts);
	tlspolicy_clear(&d->policy);
	why_clear(&w);
}

/* Those of the request, then those to fall back to. */
static void
try_all(struct delivery *d)
{
	struct span hops[] = { d->rq->nexthop,
	    span_str(d->client->set.fallback) };
	struct buf tried = BUF_INIT;
	struct span one, next;

	use_kept(d, &tried);
	bool more = nexthop_next(&hops[0], &one) ||
	    nexthop_next(&hops[1], &one);
	while (more && d->left > 0) {
		more = nexthop_next(&hops[0], &next) ||
		    nexthop_next(&hops[1], &next);
		try_hop(d, one, !more, &tried);
		one = next;
	}
	buf_clear(&tried);
}

/* -- a request -- */

static enum out
map_address(const struct client *c, struct buf *out, struct span addr,
    struct why *w)
{
	buf_set(out, addr);
	return generic_apply(&c->generic, &c->addrmap, out, NULL, w);
}

static enum out
map_addresses(struct delivery *d, struct why *w)
{
	enum out out = map_address(d->client, &d->sender, d->rq->env.sender,
	    w);

	for (size_t i = 0; out == OUT_OK && i < d->rq->env.nrcpts; i++)
		out = map_address(d->client, &d->rcpt[i],
		    d->rq->env.rcpts[i].addr, w);
	return out;
}

static void
begin(struct delivery *d)
{
	size_t n = d->rq->env.nrcpts;

	d->left = n;
	d->fate = mem_array(n, sizeof(*d->fate));
	d->rcpt = mem_array(n, sizeof(*d->rcpt));
	for (size_t i = 0; i < n; i++) {
		d->fate[i] = (struct fate){ .why = WHY_INIT,
		    .relay = BUF_INIT };
		buf_init(&d->rcpt[i]);
		why_temp(&d->fate[i].why, "4.4.4", "no host was tried for "
		    "%.*s", SPAN_FMT(d->rq->nexthop));
	}
}

static void
end(struct delivery *d)
{
	for (size_t i = 0; i < d->rq->env.nrcpts; i++) {
		why_clear(&d->fate[i].why);
		buf_clear(&d->fate[i].relay);
		buf_clear(&d->rcpt[i]);
	}
	free(d->fate);
	free(d->rcpt);
	buf_clear(&d->sender);
}

void
delivery_run(void *arg, const struct request *rq, int fd, struct report *rp)
{
	struct delivery d = { .client = arg, .rq = rq, .rp = rp,
	    .sender = BUF_INIT };
	struct why w = WHY_INIT;

	begin(&d);
	content_init(&d.content, d.client, fd, rq->content_at,
	    rq->content_len);
	if (map_addresses(&d, &w) == OUT_OK)
		try_all(&d);
	else
		delivery_result_all(&d, NULL, &w);
	settle_rest(&d);
	end(&d);
	why_clear(&w);
}
