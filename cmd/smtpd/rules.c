/* SPDX-License-Identifier: ISC */
#include "rules.h"

#include <poll.h>

#include "access.h"
#include "addrcheck.h"
#include "base/num.h"
#include "conf/param.h"
#include "conn.h"
#include "delegate.h"
#include "dnsbl.h"
#include "hostcheck.h"
#include "logincheck.h"
#include "mxbackup.h"
#include "servercheck.h"
#include "sys/log.h"
#include "trust.h"
#include "wire/dnsmsg.h"

#define RULE(f)								\
static enum judged							\
f(struct conn *c, const struct rule *r, const struct item *i,		\
    const struct whose *of)

RULE(permit)
{
	return JUDGED_OK;
}

RULE(reject)
{
	return judge_reject(c, (int)param_int(P_reject_code), "5.7.1", of,
	    "Access denied");
}

RULE(defer)
{
	return judge_reject(c, (int)param_int(P_defer_code), "4.3.2", of,
	    "Try again later");
}

RULE(defer_if_permit)
{
	return judge_doubt_permit(c, 450, "4.7.0", of,
	    "defer_if_permit requested");
}

RULE(defer_if_reject)
{
	return judge_doubt_reject(c, 450, "4.7.0", of,
	    "defer_if_reject requested");
}

RULE(wait)
{
	uint64_t seconds;

	if (!num_uint(span_str(i->arg), 3600, &seconds)) {
		log_warn("restriction %s must be followed by number", i->name);
		return judge_misconfigured(c);
	}
	poll(NULL, 0, (int)seconds * 1000);
	return JUDGED_DUNNO;
}

RULE(reject_plaintext)
{
	if (c->tls.on)
		return JUDGED_DUNNO;
	return judge_reject_as(c, (int)param_int(P_plaintext_reject_code),
	    "4.7.1", "Session encryption is required");
}

RULE(reject_pipelining)
{
	if (!c->out_of_step)
		return JUDGED_DUNNO;
	return judge_reject(c, 503, "5.5.0", of,
	    "Improper use of SMTP command pipelining");
}

/* At RCPT this one is not counted yet. */
RULE(reject_multi_bounce)
{
	size_t may = strcmp(c->where, "RCPT") == 0 ? 0 : 1;
	struct span sender;

	if (!conn_sender(c, &sender) || sender.len > 0 ||
	    c->tx.nrcpts <= may)
		return JUDGED_DUNNO;
	return judge_reject(c,
	    (int)param_int(P_multi_recipient_bounce_reject_code), "5.5.3", of,
	    "Multi-recipient bounce");
}

RULE(removed)
{
	log_warn("support for restriction \"%s\" has been removed; see "
	    "smtpd_restrictions(5) for what does the same", i->name);
	return judge_misconfigured(c);
}

RULE(elsewhere)
{
	log_warn("restriction \"%s\" works in local_header_rewrite_clients "
	    "only", i->name);
	return judge_misconfigured(c);
}

enum { LOGIN_BOTH = LOGIN_MUST_OWN | LOGIN_REQUIRED };

/* In the order of Postfix's manual: who asks, says hello, writes, is written
 * to. Old names stand behind the new ones. */
static const struct rule rules[] = {
	{ "permit", permit, ARG_NONE, OF_ANYONE, RULE_LAST | RULE_PERMITS, 0 },
	{ "reject", reject, ARG_NONE, OF_ANYONE, RULE_LAST | RULE_GUARDS, 0 },
	{ "defer", defer, ARG_NONE, OF_ANYONE, RULE_LAST | RULE_GUARDS, 0 },
	{ "defer_if_permit", defer_if_permit, ARG_NONE, OF_ANYONE,
	    RULE_GUARDS, 0 },
	{ "defer_if_reject", defer_if_reject, ARG_NONE, OF_ANYONE, 0, 0 },
	{ "warn_if_reject", NULL, ARG_NONE, OF_ANYONE, RULE_WARN_ONLY, 0 },
	{ "sleep", wait, ARG_SECONDS, OF_ANYONE, 0, 0 },
	{ "check_policy_service", delegate_check, ARG_POLICY, OF_ANYONE,
	    0, 0 },
	{ "reject_unauth_pipelining", reject_pipelining, ARG_NONE, OF_ANYONE,
	    0, 0 },
	{ "reject_plaintext_session", reject_plaintext, ARG_NONE, OF_ANYONE,
	    0, 0 },
	{ "reject_multi_recipient_bounce", reject_multi_bounce, ARG_NONE,
	    OF_ANYONE, RULE_NULL, 0 },

	{ "permit_inet_interfaces", trust_permit, ARG_NONE, OF_CLIENT,
	    RULE_PERMITS, TRUST_INTERFACES },
	{ "permit_mynetworks", trust_permit, ARG_NONE, OF_CLIENT,
	    RULE_PERMITS, TRUST_NETWORKS },
	{ "permit_sasl_authenticated", trust_permit, ARG_NONE, OF_CLIENT,
	    RULE_PERMITS, TRUST_LOGIN },
	{ "permit_tls_clientcerts", trust_permit, ARG_NONE, OF_CLIENT,
	    RULE_PERMITS, TRUST_CERTS },
	{ "permit_tls_all_clientcerts", trust_permit, ARG_NONE, OF_CLIENT,
	    RULE_PERMITS, TRUST_ALL_CERTS },
	{ "check_address_map", elsewhere, ARG_TABLE, OF_CLIENT,
	    RULE_ADDRESS_MAP, 0 },
	{ "check_client_access", access_client, ARG_TABLE, OF_CLIENT, 0, 0 },
	{ "check_reverse_client_hostname_access", access_client, ARG_TABLE,
	    OF_REVERSE, RULE_NO_OK, 0 },
	{ "check_ccert_access", access_cert, ARG_TABLE, OF_CCERT, 0, 0 },
	{ "check_sasl_access", access_login, ARG_TABLE, OF_SASL, 0, 0 },
	{ "check_client_a_access", server_access, ARG_TABLE, OF_CLIENT,
	    RULE_NO_OK | RULE_NAMED, DNS_A },
	{ "check_client_mx_access", server_access, ARG_TABLE, OF_CLIENT,
	    RULE_NO_OK | RULE_NAMED, DNS_MX },
	{ "check_client_ns_access", server_access, ARG_TABLE, OF_CLIENT,
	    RULE_NO_OK | RULE_NAMED, DNS_NS },
	{ "check_reverse_client_hostname_a_access", server_access, ARG_TABLE,
	    OF_REVERSE, RULE_NO_OK | RULE_NAMED, DNS_A },
	{ "check_reverse_client_hostname_mx_access", server_access, ARG_TABLE,
	    OF_REVERSE, RULE_NO_OK | RULE_NAMED, DNS_MX },
	{ "check_reverse_client_hostname_ns_access", server_access, ARG_TABLE,
	    OF_REVERSE, RULE_NO_OK | RULE_NAMED, DNS_NS },
	{ "reject_unknown_client_hostname", host_reject_unknown_client,
	    ARG_NONE, OF_CLIENT, 0, 0 },
	{ "reject_unknown_client", host_reject_unknown_client, ARG_NONE,
	    OF_CLIENT, 0, 0 },
	{ "reject_unknown_reverse_client_hostname",
	    host_reject_unknown_reverse, ARG_NONE, OF_CLIENT, 0, 0 },
	{ "reject_unknown_forward_client_hostname",
	    host_reject_unknown_forward, ARG_NONE, OF_CLIENT, 0, 0 },
	{ "reject_rbl_client", dnsbl_reject_client, ARG_ZONE, OF_CLIENT,
	    0, 0 },
	{ "reject_rbl", dnsbl_reject_client, ARG_ZONE, OF_CLIENT, 0, 0 },
	{ "reject_rhsbl_client", dnsbl_reject_domain, ARG_ZONE, OF_CLIENT,
	    RULE_NAMED, 0 },
	{ "reject_rhsbl_reverse_client", dnsbl_reject_domain, ARG_ZONE,
	    OF_REVERSE, RULE_NAMED, 0 },
	{ "permit_dnswl_client", dnsbl_permit_client, ARG_ZONE, OF_CLIENT,
	    RULE_PERMITS, 0 },
	{ "permit_rhswl_client", dnsbl_permit_domain, ARG_ZONE, OF_CLIENT,
	    RULE_PERMITS | RULE_NAMED, 0 },
	{ "reject_maps_rbl", removed, ARG_NONE, OF_CLIENT, 0, 0 },

	{ "check_helo_access", access_domain, ARG_TABLE, OF_HELO, 0, 0 },
	{ "check_helo_a_access", server_access, ARG_TABLE, OF_HELO,
	    RULE_NO_OK, DNS_A },
	{ "check_helo_mx_access", server_access, ARG_TABLE, OF_HELO,
	    RULE_NO_OK, DNS_MX },
	{ "check_helo_ns_access", server_access, ARG_TABLE, OF_HELO,
	    RULE_NO_OK, DNS_NS },
	{ "reject_invalid_helo_hostname", host_reject_invalid_helo, ARG_NONE,
	    OF_HELO, 0, 0 },
	{ "reject_invalid_hostname", host_reject_invalid_helo, ARG_NONE,
	    OF_HELO, 0, 0 },
	{ "reject_non_fqdn_helo_hostname", host_reject_non_fqdn_helo,
	    ARG_NONE, OF_HELO, 0, 0 },
	{ "reject_non_fqdn_hostname", host_reject_non_fqdn_helo, ARG_NONE,
	    OF_HELO, 0, 0 },
	{ "reject_unknown_helo_hostname", host_reject_unknown_helo, ARG_NONE,
	    OF_HELO, 0, 0 },
	{ "reject_unknown_hostname", host_reject_unknown_helo, ARG_NONE,
	    OF_HELO, 0, 0 },
	{ "reject_rhsbl_helo", dnsbl_reject_domain, ARG_ZONE, OF_HELO, 0, 0 },
	{ "permit_naked_ip_address", removed, ARG_NONE, OF_HELO, 0, 0 },

	{ "check_sender_access", access_address, ARG_TABLE, OF_SENDER,
	    RULE_NULL, 0 },
	{ "check_sender_a_access", server_access, ARG_TABLE, OF_SENDER,
	    RULE_NO_OK, DNS_A },
	{ "check_sender_mx_access", server_access, ARG_TABLE, OF_SENDER,
	    RULE_NO_OK, DNS_MX },
	{ "check_sender_ns_access", server_access, ARG_TABLE, OF_SENDER,
	    RULE_NO_OK, DNS_NS },
	{ "reject_non_fqdn_sender", addr_reject_non_fqdn, ARG_NONE, OF_SENDER,
	    0, 0 },
	{ "reject_unknown_sender_domain", addr_reject_unknown_domain,
	    ARG_NONE, OF_SENDER, 0, 0 },
	{ "reject_unknown_address", addr_reject_unknown_domain, ARG_NONE,
	    OF_SENDER, 0, 0 },
	{ "reject_unlisted_sender", addr_reject_unlisted, ARG_NONE, OF_SENDER,
	    0, 0 },
	{ "reject_unverified_sender", addr_reject_unverified, ARG_NONE,
	    OF_SENDER, 0, 0 },
	{ "reject_rhsbl_sender", dnsbl_reject_domain, ARG_ZONE, OF_SENDER,
	    0, 0 },
	{ "reject_sender_login_mismatch", login_reject_mismatch, ARG_NONE,
	    OF_SENDER, 0, LOGIN_BOTH },
	{ "reject_authenticated_sender_login_mismatch", login_reject_mismatch,
	    ARG_NONE, OF_SENDER, 0, LOGIN_MUST_OWN },
	{ "reject_unauthenticated_sender_login_mismatch",
	    login_reject_mismatch, ARG_NONE, OF_SENDER, 0, LOGIN_REQUIRED },
	{ "reject_known_sender_login_mismatch", login_reject_mismatch,
	    ARG_NONE, OF_SENDER, 0, LOGIN_BOTH | LOGIN_UNOWNED },

	{ "check_recipient_access", access_address, ARG_TABLE, OF_RCPT, 0, 0 },
	{ "check_recipient_a_access", server_access, ARG_TABLE, OF_RCPT,
	    RULE_NO_OK, DNS_A },
	{ "check_recipient_mx_access", server_access, ARG_TABLE, OF_RCPT,
	    RULE_NO_OK, DNS_MX },
	{ "check_recipient_ns_access", server_access, ARG_TABLE, OF_RCPT,
	    RULE_NO_OK, DNS_NS },
	{ "permit_auth_destination", addr_permit_destination, ARG_NONE,
	    OF_RCPT, RULE_PERMITS, 0 },
	{ "permit_mx_backup", mxbackup_permit, ARG_NONE, OF_RCPT,
	    RULE_PERMITS, 0 },
	{ "reject_unauth_destination", addr_reject_destination, ARG_NONE,
	    OF_RCPT, RULE_GUARDS, 0 },
	{ "defer_unauth_destination", addr_reject_destination, ARG_NONE,
	    OF_RCPT, RULE_GUARDS, 100 },
	{ "check_relay_domains", removed, ARG_NONE, OF_RCPT, RULE_GUARDS, 0 },
	{ "reject_non_fqdn_recipient", addr_reject_non_fqdn, ARG_NONE,
	    OF_RCPT, 0, 0 },
	{ "reject_unknown_recipient_domain", addr_reject_unknown_domain,
	    ARG_NONE, OF_RCPT, 0, 0 },
	{ "reject_unlisted_recipient", addr_reject_unlisted, ARG_NONE,
	    OF_RCPT, 0, 0 },
	{ "check_recipient_maps", addr_reject_unlisted, ARG_NONE, OF_RCPT,
	    0, 0 },
	{ "reject_unverified_recipient", addr_reject_unverified, ARG_NONE,
	    OF_RCPT, 0, 0 },
	{ "reject_rhsbl_recipient", dnsbl_reject_domain, ARG_ZONE, OF_RCPT,
	    0, 0 },

	{ "check_etrn_access", access_domain, ARG_TABLE, OF_ETRN, 0, 0 },
};

enum { RULES = sizeof(rules) / sizeof(rules[0]) };

const struct rule *
rules_find(struct span name)
{
	for (size_t i = 0; i < RULES; i++)
		if (span_caseis(name, rules[i].name))
			return &rules[i];
	return NULL;
}

const struct rule *
rules_bare(void)
{
	static const struct rule bare = { "", NULL, ARG_TABLE, OF_ANYONE, 0,
	    0 };

	return &bare;
}

const struct rule *
rules_of_table(enum whose_id of)
{
	static const char *const names[] = {
		[OF_CLIENT]	= "check_client_access",
		[OF_HELO]	= "check_helo_access",
		[OF_SENDER]	= "check_sender_access",
		[OF_RCPT]	= "check_recipient_access",
		[OF_ETRN]	= "check_etrn_access",
	};

	if (of >= sizeof(names) / sizeof(names[0]) || names[of] == NULL)
		return NULL;
	return rules_find(span_str(names[of]));
}
