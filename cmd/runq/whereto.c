/* SPDX-License-Identifier: ISC */
#include "whereto.h"

#include "conf/param.h"
#include "conf/value.h"
#include "msg/address.h"
#include "table/ipnet.h"
#include "wire/domain.h"

/* In the order in which they are asked. What is in no list is elsewhere. */
static const struct {
	enum param	domains;
	unsigned	how;
	enum param	transport;	/* P_virtual_alias_domains: none */
} classes[WHERETO_CLASSES] = {
	{ P_mydestination,		MATCH_NAMES,	P_local_transport },
	{ P_virtual_alias_domains,	MATCH_NAMES,	P_virtual_alias_domains },
	{ P_virtual_mailbox_domains,	MATCH_NAMES,	P_virtual_transport },
	{ P_relay_domains,		MATCH_DOMAINS,	P_relay_transport },
};

static bool
has_parents(const char *feature)
{
	struct span item, list = span_str(
	    param_str(P_parent_domain_matches_subdomains));

	while (value_item(&list, &item))
		if (span_is(item, feature))
			return true;
	return false;
}

void
whereto_open(struct whereto *w)
{
	for (size_t i = 0; i < WHERETO_CLASSES; i++) {
		unsigned how = classes[i].how;

		if (classes[i].domains == P_relay_domains &&
		    has_parents("relay_domains"))
			how |= MATCH_PARENTS;
		w->list[i] = matchlist_open(
		    span_str(param_str(classes[i].domains)), how);
	}
	if (!interfaces_get(&w->own))
		w->own = (struct interfaces){ NULL, 0 };
}

void
whereto_close(struct whereto *w)
{
	for (size_t i = 0; i < WHERETO_CLASSES; i++)
		matchlist_close(w->list[i]);
	interfaces_clear(&w->own);
}

/* "transport:nexthop"; without a next hop it is the recipient's domain. */
static enum out
split(enum param p, struct span domain, struct span *transport,
    struct span *nexthop)
{
	struct span rest = span_str(param_str(p));

	span_split(&rest, ':', transport);
	*nexthop = rest.len > 0 ? rest : domain;
	return OUT_OK;
}

/* [192.0.2.1] is local when this host has that address. */
static bool
is_own_literal(const struct whereto *w, struct span domain)
{
	struct span text;
	struct ipaddr a;

	return domain_literal(domain, &text) && ipaddr_parse(&a, text) &&
	    interfaces_has(&w->own, a.bits == 128, a.b);
}

enum out
whereto_find(struct whereto *w, struct span addr, struct span *transport,
    struct span *nexthop, struct why *why)
{
	struct span local, domain = SPAN("");
	enum param found = P_default_transport;

	if (!address_split(addr, &local, &domain) || domain.len == 0 ||
	    is_own_literal(w, domain))
		return split(P_local_transport, domain, transport, nexthop);
	for (size_t i = 0; i < WHERETO_CLASSES &&
	    found == P_default_transport; i++)
		switch (matchlist_match(w->list[i], domain, SPAN(""), why)) {
		case FOUND:
			found = classes[i].transport;
			break;
		case ABSENT:
			break;
		case FAILED:
			return OUT_TEMP;
		}
	if (found == P_virtual_alias_domains)
		return why_perm(why, "5.1.1",
		    "User unknown in virtual alias table");
	return split(found, domain, transport, nexthop);
}
