/* SPDX-License-Identifier: ISC */
#include "settings.h"

#include <sysexits.h>

#include "app/app.h"
#include "conf/param.h"

static enum bare_lf
read_bare_lf(const char *value)
{
	static const struct {
		const char	*name;
		enum bare_lf	 policy;
	} table[] = {
		{ "normalize", BARE_LF_TAKE }, { "yes", BARE_LF_TAKE },
		{ "no", BARE_LF_TAKE }, { "note", BARE_LF_NOTE },
		{ "reject", BARE_LF_REJECT },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (span_caseis(span_str(value), table[i].name))
			return table[i].policy;
	app_fatal(EX_CONFIG, "bad value for smtpd_forbid_bare_newline: %s",
	    value);
}

static bool
read_upstream(const char *value)
{
	if (value[0] != '\0' && strcmp(value, "haproxy") != 0)
		app_fatal(EX_CONFIG, "unsupported "
		    "smtpd_upstream_proxy_protocol: %s", value);
	return value[0] != '\0';
}

static void
read_limits(struct settings *s)
{
	s->timeout = param_time(P_smtpd_timeout);
	s->error_sleep = param_time(P_smtpd_error_sleep_time);
	s->min_rate = (uint64_t)param_int(P_smtpd_min_data_rate);
	s->request_deadline = param_bool(P_smtpd_per_request_deadline);
	s->size_limit = (uint64_t)param_int(P_message_size_limit);
	s->queue_minfree = (uint64_t)param_int(P_queue_minfree);
	s->rcpt_limit = param_int(P_smtpd_recipient_limit);
	s->rcpt_overshoot = param_int(P_smtpd_recipient_overshoot_limit);
	s->soft_errors = param_int(P_smtpd_soft_error_limit);
	s->hard_errors = param_int(P_smtpd_hard_error_limit);
	s->junk_limit = param_int(P_smtpd_junk_command_limit);
	s->line_limit = (size_t)param_int(P_line_length_limit);
	s->sessions = param_int(P_default_process_limit);
	s->per_client = param_int(P_smtpd_client_connection_count_limit);
	s->connect_rate =
	    param_int(P_smtpd_client_connection_rate_limit);
	s->v4_prefix = param_int(P_smtpd_client_ipv4_prefix_length);
	s->v6_prefix = param_int(P_smtpd_client_ipv6_prefix_length);
	s->max_use = param_int(P_max_use);
	s->idle_time = param_time(P_smtpd_idle_time);
}

static void
read_tls(struct settings *s)
{
	if (!tlsoffer_read(&s->tls))
		app_fatal(EX_CONFIG, "Invalid TLS level \"%s\"",
		    param_str(P_smtpd_tls_security_level));
	s->tls_timeout = param_time(P_smtpd_starttls_timeout);
	s->tls_header = param_bool(P_smtpd_tls_received_header);
}

static void
read_sasl(struct settings *s)
{
	s->sasl_enabled = param_bool(P_smtpd_sasl_auth_enable);
	s->sasl_broken_clients = param_bool(P_broken_sasl_auth_clients);
	s->sasl_header = param_bool(P_smtpd_sasl_authenticated_header);
	read_tls(s);
	s->sasl_options = param_str(P_smtpd_sasl_security_options);
	s->sasl_tls_options = param_str(P_smtpd_sasl_tls_security_options);
	s->sasl_service = param_str(P_smtpd_sasl_service);
	s->sasl_realm = param_str(P_smtpd_sasl_local_domain);
	s->sasl_response_limit =
	    (size_t)param_int(P_smtpd_sasl_response_limit);
}

void
settings_read(struct settings *s)
{
	read_limits(s);
	s->overrides = param_words(P_receive_override_options,
	    "no_unknown_recipient_checks no_address_mappings "
	    "no_header_body_checks no_milters");
	read_sasl(s);
	s->hostname = param_str(P_myhostname);
	s->banner = param_str(P_smtpd_banner);
	s->helo_required = param_bool(P_smtpd_helo_required);
	s->no_vrfy = param_bool(P_disable_vrfy_command);
	s->strict = param_bool(P_strict_rfc821_envelopes);
	s->soft_bounce = param_bool(P_soft_bounce);
	s->forbid_pipelining = param_bool(P_smtpd_forbid_unauth_pipelining);
	s->delay_reject = param_bool(P_smtpd_delay_reject);
	s->name_lookup = param_bool(P_smtpd_peername_lookup);
	s->log_port = param_bool(P_smtpd_client_port_logging);
	s->show_table_name = param_bool(P_show_user_unknown_table_name);
	s->untrusted_routing = param_bool(P_allow_untrusted_routing);
	s->unlisted_rcpt = param_bool(P_smtpd_reject_unlisted_recipient) &&
	    !(s->overrides & OVERRIDE_UNKNOWN_RCPT);
	s->unlisted_sender = param_bool(P_smtpd_reject_unlisted_sender);
	s->relay_first =
	    param_bool(P_smtpd_relay_before_recipient_restrictions);
	s->haproxy = read_upstream(param_str(P_smtpd_upstream_proxy_protocol));
	s->haproxy_timeout = param_time(P_smtpd_upstream_proxy_timeout);
	s->hide_client = param_bool(P_smtpd_hide_client_session);
	s->smtputf8 = param_bool(P_smtputf8_enable);
	s->sandbox = param_bool(P_smtpd_sandbox);
	s->strict_smtputf8 = param_bool(P_strict_smtputf8);
	s->bare_lf = read_bare_lf(param_str(P_smtpd_forbid_bare_newline));
	s->bare_lf_code =
	    (int)param_int(P_smtpd_forbid_bare_newline_reject_code);
	s->noop_commands = span_str(param_str(P_smtpd_noop_commands));
	s->no_keywords = span_str(param_str(P_smtpd_discard_ehlo_keywords));
}
