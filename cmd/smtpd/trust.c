/* SPDX-License-Identifier: ISC */
#include "trust.h"

#include "conn.h"
#include "sys/log.h"

static enum found
has_own_address(struct conn *c, struct why *w)
{
	return interfaces_has(&c->lists->own, c->peer.family == AF_INET6,
	    c->peer.ip) ? FOUND : ABSENT;
}

static enum found
is_in_networks(struct conn *c, struct why *w)
{
	return matchlist_match(c->lists->list[LIST_MYNETWORKS],
	    buf_span(&c->name.name), span_str(c->peer.addr), w);
}

static enum found
has_login(struct conn *c, struct why *w)
{
	return login_is_known(&c->login) ? FOUND : ABSENT;
}

static enum found
has_listed_cert(struct conn *c, struct why *w)
{
	struct buf value = BUF_INIT;
	struct span prints[2] = { tlsfacts_get(&c->tls, TLSFACT_KEY_PRINT),
	    tlsfacts_get(&c->tls, TLSFACT_CERT_PRINT) };
	enum found got = ABSENT;

	for (size_t i = 0; got == ABSENT && i < 2; i++)
		if (prints[i].len > 0)
			got = maps_get(c->lists->maps[MAPS_CLIENT_CERTS],
			    prints[i], &value, w);
	buf_clear(&value);
	return got;
}

static enum found
has_good_cert(struct conn *c, struct why *w)
{
	return c->tls.trusted ? FOUND : has_listed_cert(c, w);
}

static enum found	(*const known[])(struct conn *c, struct why *w) = {
	[TRUST_INTERFACES]	= has_own_address,
	[TRUST_NETWORKS]	= is_in_networks,
	[TRUST_LOGIN]		= has_login,
	[TRUST_CERTS]		= has_listed_cert,
	[TRUST_ALL_CERTS]	= has_good_cert,
};

enum judged
trust_permit(struct conn *c, const struct rule *r, const struct item *i,
    const struct whose *of)
{
	struct why w = WHY_INIT;
	enum found got = known[r->type](c, &w);

	if (got == FAILED)
		return judge_lookup_failed(c, &c->judge.list, &w);
	return got == FOUND ? JUDGED_OK : JUDGED_DUNNO;
}

static enum found
in_table(struct conn *c, const struct item *i, struct why *w)
{
	struct buf value = BUF_INIT;
	enum found got = i->table == NULL ? ABSENT :
	    maps_get(i->table->maps, span_str(c->peer.addr), &value, w);

	buf_clear(&value);
	return got;
}

static enum found
knows(struct conn *c, const struct item *i, struct why *w)
{
	if (i->rule == NULL)
		return ABSENT;
	if (i->rule->run == trust_permit)
		return known[i->rule->type](c, w);
	return i->rule->flags & RULE_ADDRESS_MAP ? in_table(c, i, w) : ABSENT;
}

/* Nothing is refused by it, so a table that fails only means no. */
bool
trust_rewrites(struct conn *c)
{
	const struct rulelist *l = &c->lists->stage[STAGE_REWRITE];
	struct why w = WHY_INIT;
	enum found got = ABSENT;

	for (size_t i = 0; got != FOUND && i < l->n; i++) {
		got = knows(c, &l->items[i], &w);
		if (got == FAILED)
			log_warn("%s", w.text.s);
	}
	why_clear(&w);
	return got == FOUND;
}
