/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/settings - what main.cf says to smtpd, read once a monitor
 *
 * Source:  Postfix postconf(5) for names and meanings.
 * Owns:    nothing; strings belong to conf/param.
 * Errors:  a bad value ends the program (see conf/param).
 * Effects: none.
 */
#ifndef SMTPD_SETTINGS_H
#define SMTPD_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "conf/tlsoffer.h"

/* What is done about a line feed without a carriage return. None of these
 * lets it end a message. */
enum bare_lf { BARE_LF_TAKE, BARE_LF_NOTE, BARE_LF_REJECT };

enum {				/* receive_override_options */
	OVERRIDE_UNKNOWN_RCPT = 1, OVERRIDE_MAPPINGS = 2, OVERRIDE_CHECKS = 4,
	OVERRIDE_MILTERS = 8
};

struct settings {
	unsigned	 overrides;
	const char	*hostname, *banner;
	bool		 haproxy;	/* clients come through a proxy */
	int64_t		 haproxy_timeout;
	int64_t		 timeout, error_sleep;
	uint64_t	 min_rate, size_limit, queue_minfree;
	bool		 request_deadline;
	int64_t		 rcpt_limit, rcpt_overshoot;
	int64_t		 soft_errors, hard_errors, junk_limit;
	size_t		 line_limit;
	bool		 helo_required, no_vrfy, strict, soft_bounce;
	bool		 forbid_pipelining, delay_reject, name_lookup, log_port;
	bool		 show_table_name, untrusted_routing, relay_first;
	bool		 unlisted_rcpt, unlisted_sender;
	bool		 hide_client;	/* from readers of the message */
	bool		 smtputf8, strict_smtputf8;
	bool		 sasl_enabled, sasl_broken_clients, sasl_header;
	struct tlsoffer	 tls;
	int64_t		 tls_timeout;
	bool		 tls_header;	/* in Received: */
	const char	*sasl_options, *sasl_tls_options, *sasl_service,
			*sasl_realm;
	size_t		 sasl_response_limit;
	enum bare_lf	 bare_lf;
	int		 bare_lf_code;
	struct span	 noop_commands, no_keywords;
	/* the monitor's */
	int64_t		 sessions, per_client, connect_rate, idle_time, max_use;
	int64_t		 v4_prefix, v6_prefix;
	bool		 sandbox;
};

void	settings_read(struct settings *s);

#endif
