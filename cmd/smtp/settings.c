/* SPDX-License-Identifier: ISC */
#include "settings.h"

#include "conf/param.h"
#include "conf/value.h"

/* smtp_NAME or lmtp_NAME */
#define P(name)	(s->lmtp ? P_lmtp_##name : P_smtp_##name)

static bool
lists(enum param p, const char *word)
{
	struct span list = span_str(param_str(p)), item;

	while (value_item(&list, &item))
		if (span_caseis(item, word))
			return true;
	return false;
}

static bool
is(enum param p, const char *word)
{
	return span_caseis(span_str(param_str(p)), word);
}

/* A limit where 0 stands for none. */
static size_t
most(enum param p)
{
	int64_t n = param_int(p);

	return n > 0 ? (size_t)n : SIZE_MAX;
}

static void
read_times(struct settings *s)
{
	s->connect_time = param_time(P(connect_timeout));
	s->hello_time = param_time(s->lmtp ? P_lmtp_lhlo_timeout :
	    P_smtp_helo_timeout);
	s->mail_time = param_time(P(mail_timeout));
	s->rcpt_time = param_time(P(rcpt_timeout));
	s->data_time = param_time(P(data_init_timeout));
	s->xfer_time = param_time(P(data_xfer_timeout));
	s->dot_time = param_time(P(data_done_timeout));
	s->rset_time = param_time(P(rset_timeout));
	s->quit_time = param_time(P(quit_timeout));
	s->rate = (uint64_t)param_int(P(min_data_rate));
}

static void
read_addresses(struct settings *s)
{
	const char *first = param_str(P(address_preference));
	bool all = lists(P_inet_protocols, "all");

	s->ipv4 = all || lists(P_inet_protocols, "ipv4");
	s->ipv6 = all || lists(P_inet_protocols, "ipv6");
	s->first = strcmp(first, "ipv4") == 0 ? FIRST_IPV4 :
	    strcmp(first, "ipv6") == 0 ? FIRST_IPV6 : FIRST_ANY;
	s->balance = param_bool(P(balance_inet_protocols));
	s->randomize = param_bool(P(randomize_addresses));
	s->dns = lists(P(host_lookup), "dns") &&
	    !param_bool(P_disable_dns_lookups) && !is(P(dns_support_level),
	    "disabled");
	s->dnssec = is(P(dns_support_level), "dnssec");
	s->native = lists(P(host_lookup), "native") || !s->dns;
	s->defer_no_mx_address = param_bool(P(defer_if_no_mx_address_found));
	s->addresses_most = most(P(mx_address_limit));
	s->sessions_most = most(P(mx_session_limit));
	s->bind = param_str(P(bind_address));
	s->bind6 = param_str(P(bind_address6));
	s->bind_enforce = param_bool(P(bind_address_enforce));
	s->fallback = param_str(P(fallback_relay));
}

/* With a password in a verified session nothing is lost that the server would
 * not learn anyway: plain mechanisms are fine there, unless main.cf speaks. */
static const char *
verified_options(const struct settings *s)
{
	enum param mine = P(sasl_tls_verified_security_options);

	if (param_is_set(mine) || param_is_set(P(sasl_tls_security_options)) ||
	    param_is_set(P(sasl_security_options)))
		return param_str(mine);
	return "noanonymous";
}

static void
read_auth(struct settings *s)
{
	struct auth_settings *a = &s->auth;
	const char *delimiter = param_str(P(sasl_password_result_delimiter));

	a->passwords.delimiter = delimiter[0];
	a->passwords.delimiters = param_str(P_recipient_delimiter);
	a->passwords.by_sender = param_bool(P(sender_dependent_authentication));
	if (param_bool(P(sasl_auth_enable)))
		a->passwords.maps = maps_open(
		    span_str(param_str(P(sasl_password_maps))), TABLE_FOLD);
	a->filter = matchlist_open(span_str(param_str(
	    P(sasl_mechanism_filter))), MATCH_NAMES);
	a->options = param_str(P(sasl_security_options));
	a->tls_options = param_str(P(sasl_tls_security_options));
	a->verified_options = verified_options(s);
	a->soft_bounce = param_bool(P(sasl_auth_soft_bounce));
}

static void
read_tls(struct settings *s)
{
	const char *level = param_str(P(tls_loglevel));

	tlspolicy_defaults(&s->tls, s->lmtp);
	s->insecure_mx = TLS_DANE;
	tlslevel_read(span_str(param_str(P_smtp_tls_dane_insecure_mx_policy)),
	    &s->insecure_mx);
	s->tls_log = level[0] >= '0' && level[0] <= '4' ? level[0] - '0' : 0;
	s->tls_time = param_time(P(starttls_timeout));
}

void
settings_read(struct settings *s, bool lmtp)
{
	*s = (struct settings){ .lmtp = lmtp };
	s->hostname = param_str(P_myhostname);
	s->hello = param_str(lmtp ? P_lmtp_lhlo_name : P_smtp_helo_name);
	s->port = param_str(P(tcp_port));
	read_times(s);
	read_addresses(s);
	s->discard = param_str(s->lmtp ? P_lmtp_discard_lhlo_keywords :
	    P_smtp_discard_ehlo_keywords);
	s->discard_maps = maps_open(span_str(param_str(s->lmtp ?
	    P_lmtp_discard_lhlo_keyword_address_maps :
	    P_smtp_discard_ehlo_keyword_address_maps)), TABLE_FOLD);
	s->always_ehlo = param_bool(P_smtp_always_send_ehlo);
	s->never_ehlo = !s->always_ehlo && param_bool(P_smtp_never_send_ehlo);
	s->skip_5xx_greeting = param_bool(P(skip_5xx_greeting));
	s->wait_quit = !param_bool(P(skip_quit_response));
	s->quote = param_bool(P(quote_rfc821_envelope));
	s->line_limit = (size_t)param_int(P(line_length_limit));
	s->convert = !param_bool(P_disable_mime_output_conversion);
	read_auth(s);
	read_tls(s);
	s->reuse_time = param_time(P(connection_reuse_time_limit));
	s->reuse_count = param_int(P(connection_reuse_count_limit));
}
