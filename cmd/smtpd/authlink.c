/* SPDX-License-Identifier: ISC */
#include "authlink.h"

#include "conn.h"
#include "sys/io.h"
#include "sys/log.h"

void
authlink_init(struct authlink *al, struct link *link)
{
	*al = (struct authlink){ .link = link, .in = -1, .out = -1,
	    .list = { BUF_INIT, BUF_INIT } };
}

static void
hang_up(struct authlink *al)
{
	if (al->open)
		auth_clear(&al->auth);
	io_close(&al->in);
	io_close(&al->out);
	al->open = false;
}

void
authlink_close(struct authlink *al)
{
	hang_up(al);
	buf_clear(&al->list[0]);
	buf_clear(&al->list[1]);
}

static bool
open_it(struct authlink *al)
{
	int ends[2];

	if (al->open)
		return true;
	if (!link_take(al->link, HELPER_SASLIO, ends))
		return false;
	al->in = ends[0];
	al->out = ends[1];
	auth_init(&al->auth, al->in, al->out);
	al->open = true;
	return true;
}

static const char *
options(const struct conn *c)
{
	return c->tls.on ? c->set->sasl_tls_options : c->set->sasl_options;
}

static void
fact_port(struct auth *a, const char *name, int port)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%d", port);
	if (port > 0)
		auth_fact(a, name, buf_span(&b));
	buf_clear(&b);
}

static void
say_facts(struct auth *a, const struct conn *c)
{
	auth_forget(a);
	auth_fact(a, "host", span_str(c->set->hostname));
	auth_fact(a, "service", span_str(c->set->sasl_service));
	auth_fact(a, "realm", span_str(c->set->sasl_realm));
	auth_fact(a, "options", span_str(options(c)));
	auth_fact(a, "client", span_str(c->peer.addr));
	fact_port(a, "client_port", c->peer.port);
	auth_fact(a, "server", span_str(c->own.addr));
	fact_port(a, "server_port", c->own.port);
	if (c->tls.on)
		auth_fact(a, "tls", SPAN("yes"));
}

/* mechanism: NULL to ask for the list. One saslio may have ended since it was
 * last asked; a new one that does not answer is in trouble. */
static enum auth_step
ask(struct authlink *al, const struct conn *c, const struct span *mechanism,
    const struct span *initial, struct auth_turn *t)
{
	enum auth_step step;
	bool used;

	do {
		used = al->open;
		if (!open_it(al)) {
			buf_set(&t->data, SPAN("authentication service is "
			    "not available"));
			return AUTH_TEMP;
		}
		say_facts(&al->auth, c);
		step = mechanism == NULL ? auth_list(&al->auth, t) :
		    auth_begin(&al->auth, *mechanism, initial, t);
		if (al->auth.broken)
			hang_up(al);
	} while (!al->open && used);
	return step;
}

/* Mail for this host need not wait for the day when logins work again, and who
 * tries one then hears 454, where a missing AUTH would be for ever. */
static void
add_likely(struct buf *out, const struct conn *c)
{
	struct span list = span_str(options(c)), word;

	while (span_element(&list, &word))
		if (span_caseis(word, "noplaintext") ||
		    span_caseis(word, "mutual_auth") ||
		    span_caseis(word, "forward_secrecy"))
			return;
	buf_adds(out, "PLAIN LOGIN");
}

bool
authlink_list(struct authlink *al, const struct conn *c, struct buf *out)
{
	struct auth_turn t = AUTH_TURN_INIT;
	struct buf *known = &al->list[c->tls.on];

	if (!al->listed[c->tls.on] &&
	    ask(al, c, NULL, NULL, &t) == AUTH_DONE) {
		buf_set(known, buf_span(&t.data));
		al->listed[c->tls.on] = true;
		if (known->len == 0)
			log_warn("no SASL authentication mechanisms");
	}
	bool good = al->listed[c->tls.on];
	if (good) {
		buf_addspan(out, buf_span(known));
	} else {
		log_warn("no SASL mechanism list: %s", t.data.s);
		add_likely(out, c);
	}
	auth_turn_clear(&t);
	return good;
}

enum auth_step
authlink_begin(struct authlink *al, const struct conn *c,
    struct span mechanism, const struct span *initial, struct auth_turn *t)
{
	return ask(al, c, &mechanism, initial, t);
}

enum auth_step
authlink_next(struct authlink *al, struct span said, struct auth_turn *t)
{
	enum auth_step step = auth_next(&al->auth, said, t);

	if (al->auth.broken)
		hang_up(al);
	return step;
}

void
authlink_cancel(struct authlink *al)
{
	if (al->open)
		auth_cancel(&al->auth);
}
