/* SPDX-License-Identifier: ISC */
#include "dnsbl.h"

#include <stdlib.h>

#include "addrcheck.h"
#include "base/ascii.h"
#include "base/mem.h"
#include "conn.h"
#include "msg/address.h"
#include "net/resolve.h"
#include "rblpat.h"
#include "rblreply.h"
#include "sys/log.h"
#include "wire/domain.h"

enum {
	KNOWN = 500,		/* answers that are remembered */
	TEXT = 500		/* bytes of a list's reasons */
};

enum listed { LISTED_NO, LISTED_YES, LISTED_TEMP };

struct entry {
	enum listed	 listed;
	struct resolve_answer a;
	struct buf	 text;		/* its TXT records */
};

static void
forget(struct entry *e)
{
	resolve_clear(&e->a);
	buf_clear(&e->text);
	free(e);
}

void
dnsbl_clear(struct dnsbl *d)
{
	struct span key;
	size_t at = 0;
	void *e;

	while (htab_next(&d->known, &at, &key, &e))
		forget(e);
	htab_clear(&d->known);
}

static void
ask_why(struct conn *c, struct entry *e, struct span query)
{
	struct resolve_answer a = RESOLVE_ANSWER_INIT;

	resolve(lists_resolver(c->lists), query, DNS_TXT, &a, NULL);
	for (size_t i = 0; i < a.n && e->text.len < TEXT; i++) {
		buf_adds(&e->text, i > 0 ? " / " : "");
		buf_addspan(&e->text, a.rr[i].data);
	}
	buf_cut(&e->text, TEXT);
	resolve_clear(&a);
}

static void
ask(struct conn *c, struct entry *e, struct span query)
{
	struct why w = WHY_INIT;

	switch (resolve(lists_resolver(c->lists), query, DNS_A, &e->a, &w)) {
	case RESOLVED_OK:
		e->listed = LISTED_YES;
		ask_why(c, e, query);
		break;
	case RESOLVED_NO_DATA:
	case RESOLVED_NO_NAME:
		break;
	default:
		log_warn("%.*s: RBL lookup error: %s", SPAN_FMT(query),
		    w.text.s);
		e->listed = LISTED_TEMP;
	}
	why_clear(&w);
}

/* Restrictions are applied for each recipient, but the client's address stays
 * the same. */
static struct entry *
look_up(struct conn *c, struct span query)
{
	struct entry *e = htab_get(&c->dnsbl.known, query);

	if (e != NULL)
		return e;
	if (c->dnsbl.known.n >= KNOWN)
		dnsbl_clear(&c->dnsbl);
	e = mem_alloc(sizeof(*e));
	*e = (struct entry){ .listed = LISTED_NO, .a = RESOLVE_ANSWER_INIT,
	    .text = BUF_INIT };
	ask(c, e, query);
	htab_put(&c->dnsbl.known, query, e);
	return e;
}

/* "list.example=127.0.0.[2;3]" */
static void
split_zone(const struct item *i, struct span *zone, struct span *pattern)
{
	struct span arg = span_str(i->arg);
	size_t eq = span_find(arg, '=');

	*zone = span_head(arg, eq);
	*pattern = eq == SPAN_NONE ? SPAN("") : span_from(arg, eq + 1);
}

/* False: the pattern is none. */
static bool
matches(const struct entry *e, struct span pattern, bool *match)
{
	*match = pattern.len == 0;
	for (size_t i = 0; i < e->a.n && !*match; i++) {
		const void *addr = e->a.rr[i].data.p;

		if (!rblpat_match(pattern, addr, match))
			return false;
	}
	return true;
}

struct question {
	struct buf	query;
	struct span	zone, pattern;
	struct entry	*e;
	enum listed	listed;
	bool		bad;
};

static void
question(struct conn *c, struct question *q, const struct item *i)
{
	bool match;

	split_zone(i, &q->zone, &q->pattern);
	buf_addspan(&q->query, q->zone);
	q->e = look_up(c, buf_span(&q->query));
	q->listed = q->e->listed;
	if (q->listed != LISTED_YES)
		return;
	if (!matches(q->e, q->pattern, &match)) {
		log_warn("RBL reply error: bad pattern \"%.*s\"",
		    SPAN_FMT(q->pattern));
		q->bad = true;
	} else if (!match) {
		q->listed = LISTED_NO;
	}
}

/* 4.3.2.1., or 32 digits. */
static void
add_reversed(struct buf *out, const struct peer *p)
{
	if (p->family != AF_INET6) {
		for (int i = 3; i >= 0; i--)
			buf_addf(out, "%d.", p->ip[i]);
		return;
	}
	for (int i = 15; i >= 0; i--)
		buf_addf(out, "%x.%x.", p->ip[i] & 15, p->ip[i] >> 4);
}

/* Lists of domains are not asked about numbers. */
static bool
add_domain(struct buf *out, const struct whose *of)
{
	struct span local, domain = of->name;

	if (whose_is_address(of) &&
	    !address_split(of->name, &local, &domain))
		domain = of->name;
	size_t dot = span_rfind(domain, '.');
	struct span last = dot == SPAN_NONE ? domain :
	    span_from(domain, dot + 1);
	bool letters = false;
	for (size_t i = 0; i < last.len; i++)
		letters |= !ascii_digit(last.p[i]);
	if (!letters || !domain_ok(domain, false))
		return false;
	buf_addspan(out, domain);
	buf_addc(out, '.');
	return true;
}

static enum judged
reject(struct conn *c, struct question *q, const struct item *i,
    struct span what, const struct whose *of)
{
	enum judged j = JUDGED_DUNNO;

	question(c, q, i);
	if (q->bad) {
		j = judge_misconfigured(c);
	} else if (q->listed == LISTED_YES) {
		struct rbl r = { .arg = span_str(i->arg), .zone = q->zone,
		    .what = what, .class = of->class,
		    .text = buf_span(&q->e->text), .of = of };
		j = rblreply(c, &r);
	}
	buf_clear(&q->query);
	return j;
}

enum judged
dnsbl_reject_client(struct conn *c, const struct rule *r, const struct item *i,
    const struct whose *of)
{
	struct question q = { .query = BUF_INIT };

	add_reversed(&q.query, &c->peer);
	return reject(c, &q, i, span_str(c->peer.addr), of);
}

enum judged
dnsbl_reject_domain(struct conn *c, const struct rule *r, const struct item *i,
    const struct whose *of)
{
	struct question q = { .query = BUF_INIT };

	if (!add_domain(&q.query, of))
		return JUDGED_DUNNO;
	return reject(c, &q, i, of->name, of);
}

/* Whoever is listed may write to those at home here, not to the world. */
static bool
may_permit(struct conn *c)
{
	struct whose rcpt;

	return strcmp(c->where, "RCPT") != 0 ||
	    !whose_get(c, OF_RCPT, &rcpt) ||
	    addr_is_authorized(c, &rcpt);
}

static enum judged
permit(struct conn *c, struct question *q, const struct item *i,
    const struct whose *of)
{
	enum judged j = JUDGED_DUNNO;

	question(c, q, i);
	if (q->bad)
		j = judge_misconfigured(c);
	else if (q->listed == LISTED_TEMP)
		j = judge_doubt_reject(c, 450, "4.7.1", of,
		    "Service unavailable");
	else if (q->listed == LISTED_YES)
		j = JUDGED_OK;
	buf_clear(&q->query);
	return j;
}

enum judged
dnsbl_permit_client(struct conn *c, const struct rule *r, const struct item *i,
    const struct whose *of)
{
	struct question q = { .query = BUF_INIT };
	struct whose addr = *of;

	if (!may_permit(c))
		return JUDGED_DUNNO;
	add_reversed(&q.query, &c->peer);
	addr.shown = span_str(c->peer.addr);
	return permit(c, &q, i, &addr);
}

enum judged
dnsbl_permit_domain(struct conn *c, const struct rule *r, const struct item *i,
    const struct whose *of)
{
	struct question q = { .query = BUF_INIT };
	struct whose name = *of;

	if (!may_permit(c) || !add_domain(&q.query, of))
		return JUDGED_DUNNO;
	name.shown = of->name;
	return permit(c, &q, i, &name);
}
