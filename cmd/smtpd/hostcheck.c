/* SPDX-License-Identifier: ISC */
#include "hostcheck.h"

#include "conf/param.h"
#include "conn.h"
#include "net/resolve.h"
#include "table/ipnet.h"
#include "wire/domain.h"

static enum judged
no_hostname(struct conn *c, enum name_status status, const char *dsn,
    const char *what)
{
	if (status == NAME_OK)
		return JUDGED_DUNNO;
	return judge_reject_as(c, status == NAME_TEMP ? 450 :
	    (int)param_int(P_unknown_client_reject_code), dsn,
	    "Client host rejected: cannot find your %s, [%s]", what,
	    c->peer.addr);
}

/* RFC 7372 section 3.3: 4.7.25. */
enum judged
host_reject_unknown_client(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of)
{
	return no_hostname(c, c->name.status, "4.7.25", "hostname");
}

enum judged
host_reject_unknown_reverse(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of)
{
	return no_hostname(c, c->name.reverse_status, "4.7.1",
	    "reverse hostname");
}

/* The address has a name, which has no address. */
enum judged
host_reject_unknown_forward(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of)
{
	if (c->name.reverse_status != NAME_OK)
		return JUDGED_DUNNO;
	return no_hostname(c, c->name.status, "4.7.1", "forward hostname");
}

struct span
host_undotted(struct span name)
{
	if (name.len > 1 && name.p[name.len - 1] == '.' &&
	    name.p[name.len - 2] != '.')
		name.len--;
	return name;
}

static bool
is_literal(const struct whose *of)
{
	return of->name.len > 0 && of->name.p[0] == '[';
}

static enum judged
judge_literal(struct conn *c, const struct whose *of)
{
	struct span addr;

	if (domain_literal(of->name, &addr))
		return JUDGED_DUNNO;
	return judge_reject(c, (int)param_int(P_invalid_hostname_reject_code),
	    "5.5.2", of, "invalid ip address");
}

/* Bare addresses were good enough for too many. */
static bool
is_name_or_address(struct span name)
{
	struct ipaddr a;

	return domain_ok(name, false) ||
	    (name.p[0] != '[' && ipaddr_parse(&a, name));
}

enum judged
host_reject_invalid_helo(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of)
{
	if (is_literal(of))
		return judge_literal(c, of);
	if (is_name_or_address(host_undotted(of->name)))
		return JUDGED_DUNNO;
	return judge_reject(c, (int)param_int(P_invalid_hostname_reject_code),
	    "5.5.2", of, "Invalid name");
}

enum judged
host_reject_non_fqdn_helo(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of)
{
	struct span name = host_undotted(of->name);

	if (is_literal(of))
		return judge_literal(c, of);
	if (domain_ok(name, false) && span_find(name, '.') != SPAN_NONE)
		return JUDGED_DUNNO;
	return judge_reject(c, (int)param_int(P_non_fqdn_reject_code), "5.5.2",
	    of, "need fully-qualified hostname");
}

/* A name that takes no mail is good enough to say hello with. */
static enum resolved
find_any(struct conn *c, struct span name)
{
	static const unsigned types[] = { DNS_A, DNS_AAAA, DNS_MX };
	struct resolve_answer a = RESOLVE_ANSWER_INIT;
	enum resolved got = RESOLVED_NO_NAME, one;

	if (!domain_ok(name, false))
		return RESOLVED_NO_NAME;
	for (size_t i = 0; got != RESOLVED_OK &&
	    i < sizeof(types) / sizeof(types[0]); i++) {
		one = resolve(lists_resolver(c->lists), name, types[i], &a,
		    NULL);
		if (one == RESOLVED_NULL_MX)
			one = RESOLVED_OK;
		if (one == RESOLVED_OK || got != RESOLVED_TEMP)
			got = one;
	}
	resolve_clear(&a);
	return got;
}

enum judged
host_reject_unknown_helo(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of)
{
	if (is_literal(of))
		return judge_literal(c, of);
	switch (find_any(c, of->name)) {
	case RESOLVED_OK:
	case RESOLVED_NULL_MX:
		return JUDGED_DUNNO;
	case RESOLVED_TEMP:
		return judge_tempfail(c,
		    param_str(P_unknown_helo_hostname_tempfail_action), 450,
		    "4.7.1", of, "Host not found");
	case RESOLVED_INVALID:
		return judge_reject(c,
		    (int)param_int(P_unknown_hostname_reject_code), "4.7.1",
		    of, "Malformed DNS server reply");
	case RESOLVED_NO_DATA:
	case RESOLVED_NO_NAME:
		break;
	}
	return judge_reject(c, (int)param_int(P_unknown_hostname_reject_code),
	    "4.7.1", of, "Host not found");
}
