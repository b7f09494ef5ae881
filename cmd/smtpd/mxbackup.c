/* SPDX-License-Identifier: ISC */
#include "mxbackup.h"

#include <arpa/inet.h>

#include "addrcheck.h"
#include "conn.h"
#include "msg/address.h"
#include "net/resolve.h"

/* Whether all (or any) addresses of a host satisfy is(). A host that cannot be
 * looked up does not. */
struct hosts {
	struct conn	*c;
	const struct whose *of;
	bool		(*is)(struct conn *c, struct span host, bool v6,
			    const void *addr);
	bool		 all;
};

static bool
is_own(struct conn *c, struct span host, bool v6, const void *addr)
{
	return interfaces_has(&c->lists->classes.own, v6, addr);
}

static bool
in_backup_networks(struct conn *c, struct span host, bool v6, const void *addr)
{
	char text[INET6_ADDRSTRLEN];

	return inet_ntop(v6 ? AF_INET6 : AF_INET, addr, text, sizeof(text)) !=
	    NULL && matchlist_match(c->lists->list[LIST_MX_BACKUP_NETWORKS],
	    host, span_str(text), NULL) == FOUND;
}

static bool
host_is(const struct hosts *h, struct span host)
{
	struct resolve_answer a = RESOLVE_ANSWER_INIT;
	struct why w = WHY_INIT;
	size_t seen = 0, good = 0;

	for (int v6 = 0; v6 < 2; v6++) {
		resolve(lists_resolver(h->c->lists), host, v6 ? DNS_AAAA :
		    DNS_A, &a, &w);
		for (size_t i = 0; i < a.n; i++) {
			seen++;
			good += h->is(h->c, host, v6, a.rr[i].data.p);
		}
	}
	if (seen == 0)
		judge_doubt_reject(h->c, 450, "4.4.4", h->of,
		    "Unable to look up host %.*s as mail exchanger: %s",
		    SPAN_FMT(host), w.text.s);
	resolve_clear(&a);
	why_clear(&w);
	return h->all ? seen > 0 && good == seen : good > 0;
}

static bool
is_listed(struct conn *c, const struct whose *of,
    const struct resolve_rr *rr, size_t n)
{
	struct hosts own = { c, of, is_own, false };

	for (size_t i = 0; i < n; i++)
		if (class_is_local(&c->lists->classes, rr[i].data, NULL) ==
		    FOUND)
			return true;
	for (size_t i = 0; i < n; i++)
		if (host_is(&own, rr[i].data))
			return true;
	return false;
}

static bool
all_in_networks(struct conn *c, const struct whose *of,
    const struct resolve_rr *rr, size_t n)
{
	struct hosts nets = { c, of, in_backup_networks, true };

	if (matchlist_empty(c->lists->list[LIST_MX_BACKUP_NETWORKS]))
		return true;
	for (size_t i = 0; i < n; i++)
		if (!host_is(&nets, rr[i].data))
			return false;
	return true;
}

/* Behind the best ones, and not among them. */
static bool
is_backup(struct conn *c, const struct whose *of, struct resolve_answer *a)
{
	size_t best = 0;

	resolve_sort(a);
	while (best < a->n && a->rr[best].preference == a->rr[0].preference)
		best++;
	return !is_listed(c, of, a->rr, best) &&
	    is_listed(c, of, a->rr + best, a->n - best) &&
	    all_in_networks(c, of, a->rr, best);
}

enum judged
mxbackup_permit(struct conn *c, const struct rule *r, const struct item *i,
    const struct whose *of)
{
	struct resolve_answer a = RESOLVE_ANSWER_INIT;
	struct span local, domain;
	enum judged j = JUDGED_DUNNO;

	if (addr_is_authorized(c, of))
		return JUDGED_OK;
	if (!address_split(of->name, &local, &domain) || domain.len == 0 ||
	    domain.p[0] == '[' || addr_is_suspicious(c, of))
		return JUDGED_DUNNO;
	switch (resolve(lists_resolver(c->lists), domain, DNS_MX, &a, NULL)) {
	case RESOLVED_OK:
		if (is_backup(c, of, &a))
			j = JUDGED_OK;
		break;
	case RESOLVED_TEMP:
		judge_doubt_reject(c, 450, "4.4.4", of, "Unable to look up "
		    "mail exchanger information: %s",
		    resolve_text(RESOLVED_TEMP));
		break;
	default:
		break;
	}
	resolve_clear(&a);
	return j;
}
