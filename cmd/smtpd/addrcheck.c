/* SPDX-License-Identifier: ISC */
#include "addrcheck.h"

#include "conf/param.h"
#include "conn.h"
#include "destination.h"
#include "hostcheck.h"
#include "msg/address.h"
#include "net/resolve.h"
#include "sys/log.h"
#include "wire/domain.h"

static struct span
domain_of(struct span address)
{
	struct span local, domain = SPAN("");

	if (!address_split(address, &local, &domain))
		return SPAN("");
	return domain;
}

static bool
in_brackets(struct span domain)
{
	return domain.len > 0 && domain.p[0] == '[' &&
	    domain.p[domain.len - 1] == ']';
}

static const char *
dsn_for(const struct whose *of, const char *sender, const char *rcpt)
{
	return of->id == OF_SENDER ? sender : rcpt;
}

void
addr_add_full(struct buf *out, struct conn *c, const struct whose *of)
{
	struct span local, domain;

	buf_addspan(out, of->name);
	if (!address_split(of->name, &local, &domain))
		buf_addf(out, "@%s", c->lists->origin);
}

static enum found
is_authorized(struct conn *c, const struct whose *of, struct why *w)
{
	enum class class;

	if (destination_class(c->lists, of->name, &class, w) == FAILED)
		return FAILED;
	if (class == CLASS_ELSEWHERE)
		return ABSENT;
	return c->set->untrusted_routing ||
	    !destination_is_routed(of->name, class) ? FOUND : ABSENT;
}

bool
addr_is_authorized(struct conn *c, const struct whose *of)
{
	return is_authorized(c, of, NULL) == FOUND;
}

bool
addr_is_suspicious(struct conn *c, const struct whose *of)
{
	enum class class;

	return !c->set->untrusted_routing &&
	    destination_class(c->lists, of->name, &class, NULL) == FOUND &&
	    destination_is_routed(of->name, class);
}

static enum judged
judge_destination(struct conn *c, const struct whose *of)
{
	struct why w = WHY_INIT;

	switch (is_authorized(c, of, &w)) {
	case FOUND:
		return JUDGED_OK;
	case ABSENT:
		return JUDGED_DUNNO;
	case FAILED:
		break;
	}
	return judge_lookup_failed(c, of, &w);
}

enum judged
addr_permit_destination(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of)
{
	return judge_destination(c, of);
}

/* The type of the rule is what the reply's code is less than usual. */
enum judged
addr_reject_destination(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of)
{
	enum judged j = judge_destination(c, of);
	int code = (int)param_int(P_relay_domains_reject_code) - r->type;

	if (j != JUDGED_DUNNO)
		return j == JUDGED_OK ? JUDGED_DUNNO : j;
	struct buf shown = BUF_INIT;
	judge_add_shown(&shown, of);
	j = judge_reject_as(c, code, "5.7.1", "%sRelay access denied",
	    shown.s);
	buf_clear(&shown);
	return j;
}

enum judged
addr_reject_non_fqdn(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of)
{
	struct span domain = domain_of(of->name);

	if (in_brackets(domain))
		return JUDGED_DUNNO;
	domain = host_undotted(domain);
	if (domain_ok(domain, true) && span_find(domain, '.') != SPAN_NONE)
		return JUDGED_DUNNO;
	return judge_reject(c, (int)param_int(P_non_fqdn_reject_code), "4.5.2",
	    of, "need fully-qualified address");
}

static enum judged
takes_no_mail(struct conn *c, const struct whose *of, struct span domain)
{
	return judge_reject(c, of->id == OF_SENDER ? 550 : 556,
	    dsn_for(of, "5.7.27", "5.1.10"), of,
	    "Domain %.*s does not accept mail (nullMX)", SPAN_FMT(domain));
}

static enum judged
no_such_domain(struct conn *c, const struct whose *of, const char *why)
{
	return judge_reject(c, (int)param_int(P_unknown_address_reject_code),
	    dsn_for(of, "4.1.8", "4.1.2"), of, "%s", why);
}

/* The first type that is there decides; a null MX, too. */
static enum resolved
find_mail_host(struct conn *c, struct span domain)
{
	static const unsigned types[] = { DNS_MX, DNS_A, DNS_AAAA };
	struct resolve_answer a = RESOLVE_ANSWER_INIT;
	enum resolved got = RESOLVED_NO_NAME, one;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		one = resolve(lists_resolver(c->lists), domain, types[i], &a,
		    NULL);
		if (one == RESOLVED_OK || got != RESOLVED_TEMP)
			got = one;
		if (got == RESOLVED_OK || got == RESOLVED_NULL_MX ||
		    got == RESOLVED_INVALID)
			break;
	}
	resolve_clear(&a);
	return got;
}

static bool
is_final(enum class class)
{
	return class == CLASS_LOCAL || class == CLASS_ALIAS ||
	    class == CLASS_MAILBOX;
}

enum judged
addr_reject_unknown_domain(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of)
{
	struct why w = WHY_INIT;
	struct span domain = domain_of(of->name);
	enum class class;

	if (destination_class(c->lists, of->name, &class, &w) == FAILED)
		return judge_lookup_failed(c, of, &w);
	if (domain.len == 0 || in_brackets(domain) || is_final(class))
		return JUDGED_DUNNO;
	switch (find_mail_host(c, domain)) {
	case RESOLVED_OK:
		return JUDGED_DUNNO;
	case RESOLVED_NULL_MX:
		return takes_no_mail(c, of, domain);
	case RESOLVED_INVALID:
		return no_such_domain(c, of, "Malformed DNS server reply");
	case RESOLVED_TEMP:
		return judge_tempfail(c,
		    param_str(P_unknown_address_tempfail_action), 450,
		    dsn_for(of, "4.1.8", "4.1.2"), of, "Domain not found");
	case RESOLVED_NO_DATA:
	case RESOLVED_NO_NAME:
		break;
	}
	return no_such_domain(c, of, "Domain not found");
}

static int
unlisted_code(enum class class)
{
	switch (class) {
	case CLASS_LOCAL:
		return (int)param_int(P_unknown_local_recipient_reject_code);
	case CLASS_ALIAS:
		return (int)param_int(P_unknown_virtual_alias_reject_code);
	case CLASS_MAILBOX:
		return (int)param_int(P_unknown_virtual_mailbox_reject_code);
	default:
		return (int)param_int(P_unknown_relay_recipient_reject_code);
	}
}

/* Who always is somebody, whatever the tables say: RFC 5321 section 4.5.1, and
 * the senders of notices. */
static bool
is_always_there(struct span address, enum class class)
{
	struct span local, domain;

	if (class != CLASS_LOCAL || !address_split(address, &local, &domain))
		return false;
	return span_caseis(local, "postmaster") ||
	    span_caseis(local, "mailer-daemon") ||
	    span_caseis(local, param_str(P_double_bounce_sender));
}

/* Each address is looked up once, but for trials of warn_if_reject. */
static void
note_looked_up(struct conn *c, const struct whose *of)
{
	if (c->judge.warn_depth > 0)
		return;
	if (of->id == OF_SENDER)
		c->judge.sender_known = true;
	else
		c->judge.rcpt_known = true;
}

/* A sender that is rewritten need not be anybody. */
static enum found
is_somebody(struct conn *c, const struct whose *of, enum class class,
    struct why *w)
{
	struct buf address = BUF_INIT, value = BUF_INIT;
	enum found got = ABSENT;

	addr_add_full(&address, c, of);
	if (of->id == OF_SENDER)
		got = destination_look(c->lists, MAPS_SENDER_CANONICAL,
		    buf_span(&address), &value, w);
	if (got == ABSENT)
		got = destination_has(c->lists, of->name, class, w);
	buf_clear(&address);
	buf_clear(&value);
	return got;
}

enum judged
addr_judge_unlisted(struct conn *c, const struct whose *of)
{
	struct why w = WHY_INIT;
	enum class class = CLASS_ELSEWHERE;
	enum found got = destination_class(c->lists, of->name, &class, &w);

	note_looked_up(c, of);
	if (got == FOUND && is_always_there(of->name, class))
		return JUDGED_DUNNO;
	if (got == FOUND)
		got = is_somebody(c, of, class, &w);
	if (got == FAILED)
		return judge_lookup_failed(c, of, &w);
	if (got == FOUND)
		return JUDGED_DUNNO;
	return judge_reject(c, unlisted_code(class),
	    dsn_for(of, "5.1.0", "5.1.1"), of, "User unknown%s%s",
	    c->set->show_table_name ? " in " : "",
	    c->set->show_table_name ? destination_table(class) : "");
}

enum judged
addr_reject_unlisted(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of)
{
	if (of->id == OF_SENDER ? c->judge.sender_known : c->judge.rcpt_known)
		return JUDGED_DUNNO;
	return addr_judge_unlisted(c, of);
}

/* Nobody probes addresses yet: the answer is that of a verification service
 * that cannot be reached. */
enum judged
addr_reject_unverified(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of)
{
	log_warn("%s: addresses cannot be verified by probes", i->name);
	return judge_tempfail(c, param_str(of->id == OF_SENDER ?
	    P_unverified_sender_tempfail_action :
	    P_unverified_recipient_tempfail_action), 450,
	    dsn_for(of, "4.1.7", "4.1.1"), of, "address verification problem");
}
