/* SPDX-License-Identifier: ISC */
#include "whereto.h"

#include "conf/param.h"
#include "msg/address.h"

void
whereto_open(struct whereto *w)
{
	w->here = matchlist_open(span_str(param_str(P_mydestination)),
	    MATCH_NAMES);
}

void
whereto_close(struct whereto *w)
{
	matchlist_close(w->here);
}

/* "transport:nexthop"; without a next hop it is the recipient's domain. */
static enum out
split(const char *value, struct span domain, struct span *transport,
    struct span *nexthop)
{
	struct span rest = span_str(value);

	span_split(&rest, ':', transport);
	*nexthop = rest.len > 0 ? rest : domain;
	return OUT_OK;
}

enum out
whereto_find(struct whereto *w, struct span addr, struct span *transport,
    struct span *nexthop, struct why *why)
{
	struct span local, domain = SPAN("");

	if (!address_split(addr, &local, &domain) || domain.len == 0)
		return split(param_str(P_local_transport), domain, transport,
		    nexthop);
	switch (matchlist_match(w->here, domain, SPAN(""), why)) {
	case FOUND:
		return split(param_str(P_local_transport), domain, transport,
		    nexthop);
	case ABSENT:
		return split(param_str(P_default_transport), domain, transport,
		    nexthop);
	case FAILED:
		break;
	}
	return OUT_TEMP;
}
