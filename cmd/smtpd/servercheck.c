/* SPDX-License-Identifier: ISC */
#include "servercheck.h"

#include <arpa/inet.h>

#include "access.h"
#include "conn.h"
#include "msg/address.h"
#include "net/resolve.h"
#include "sys/log.h"
#include "table/ipnet.h"
#include "wire/domain.h"

enum { ADDRESSES = 100 };	/* of all servers of one name */

/* One check; found: the table has spoken, and verdict is what it said. */
struct check {
	struct conn	*c;
	const struct item *i;
	const struct whose *of;
	unsigned	 type;
	unsigned	 addresses;
	bool		 found;
	enum judged	 verdict;
};

static void
try_net(struct check *k, struct span addr)
{
	k->verdict = access_by_net(k->c, k->i, addr, k->of, &k->found);
}

static void
try_records(struct check *k, const struct resolve_answer *a, int family)
{
	char text[INET6_ADDRSTRLEN];

	for (size_t i = 0; i < a->n && !k->found; i++) {
		if (k->addresses++ >= ADDRESSES)
			return;
		if (inet_ntop(family, a->rr[i].data.p, text, sizeof(text)) !=
		    NULL)
			try_net(k, span_str(text));
	}
}

static void
try_addresses(struct check *k, struct span host)
{
	static const struct {
		unsigned type;
		int	 family;
	} kinds[] = { { DNS_A, AF_INET }, { DNS_AAAA, AF_INET6 } };
	struct resolve_answer a = RESOLVE_ANSWER_INIT;
	struct why w = WHY_INIT;
	bool any = false;

	for (size_t i = 0; i < 2 && !k->found; i++) {
		if (resolve(lists_resolver(k->c->lists), host, kinds[i].type,
		    &a, &w) != RESOLVED_OK)
			continue;
		any = true;
		try_records(k, &a, kinds[i].family);
	}
	if (!any && k->type != DNS_A)
		log_warn("Unable to look up %s host %.*s for %s %.*s: %s",
		    k->type == DNS_MX ? "MX" : "NS", SPAN_FMT(host),
		    k->of->class, SPAN_FMT(k->of->shown), w.text.s);
	resolve_clear(&a);
	why_clear(&w);
}

static void
try_host(struct check *k, struct span host)
{
	struct ipaddr a;

	if (ipaddr_parse(&a, host)) {
		try_net(k, host);
		return;
	}
	if (k->type != DNS_A)
		k->verdict = access_by_domain(k->c, k->i, host, k->of,
		    &k->found);
	if (!k->found)
		try_addresses(k, host);
}

/* A domain without name servers of its own is part of one that has some. */
static enum resolved
find_name_servers(struct check *k, struct span *domain,
    struct resolve_answer *a, struct why *w)
{
	struct resolver *r = lists_resolver(k->c->lists);
	enum resolved got = resolve(r, *domain, DNS_NS, a, w);
	size_t dot;

	while ((got == RESOLVED_NO_DATA || got == RESOLVED_NO_NAME) &&
	    (dot = span_find(*domain, '.')) != SPAN_NONE &&
	    dot + 1 < domain->len) {
		*domain = span_from(*domain, dot + 1);
		got = resolve(r, *domain, DNS_NS, a, w);
	}
	return got;
}

static void
try_servers(struct check *k, struct span domain)
{
	struct resolve_answer a = RESOLVE_ANSWER_INIT;
	struct why w = WHY_INIT;
	struct span at = domain;
	enum resolved got = k->type == DNS_NS ?
	    find_name_servers(k, &at, &a, &w) :
	    resolve(lists_resolver(k->c->lists), domain, DNS_MX, &a, &w);

	/* RFC 5321 section 5.1: without MX records it is its own MX */
	if (k->type == DNS_MX && (got == RESOLVED_NO_DATA ||
	    got == RESOLVED_NO_NAME))
		try_host(k, domain);
	else if (got != RESOLVED_OK && got != RESOLVED_NULL_MX)
		log_warn("Unable to look up %s host for %.*s: %s",
		    k->type == DNS_MX ? "MX" : "NS", SPAN_FMT(at), w.text.s);
	resolve_sort(&a);
	for (size_t i = 0; i < a.n && !k->found; i++)
		try_host(k, a.rr[i].data);
	resolve_clear(&a);
	why_clear(&w);
}

/* [192.0.2.1] is its own mail server, and has no name server. */
static void
try_literal(struct check *k, struct span domain)
{
	struct span addr;

	if (k->type != DNS_NS && domain_literal(domain, &addr))
		try_net(k, addr);
}

enum judged
server_access(struct conn *c, const struct rule *r, const struct item *i,
    const struct whose *of)
{
	struct check k = { .c = c, .i = i, .of = of,
	    .type = (unsigned)r->type, .verdict = JUDGED_DUNNO };
	struct span local, domain = of->name;

	if (whose_is_address(of) && !address_split(of->name, &local, &domain))
		domain = span_str(c->lists->origin);
	if (domain.len > 0 && domain.p[0] == '[')
		try_literal(&k, domain);
	else if (k.type == DNS_A)
		try_host(&k, domain);
	else
		try_servers(&k, domain);
	return k.verdict;
}
