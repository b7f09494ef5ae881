/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/settings - what main.cf says to the client, read once
 *
 * Source:  Postfix smtp(8), lmtp(8): each smtp_NAME has its lmtp_NAME.
 * Owns:    its tables, as long as the program lives; strings are conf/param's.
 * Errors:  a bad value ends the program, as conf/param says.
 * Effects: opens tables.
 */
#ifndef SMTP_SETTINGS_H
#define SMTP_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "credentials.h"
#include "tlspolicy.h"
#include "table/matchlist.h"

enum family_first { FIRST_ANY, FIRST_IPV4, FIRST_IPV6 };

struct auth_settings {
	struct passwords passwords;
	struct matchlist *filter;		/* mechanisms; empty: all */
	const char	*options, *tls_options, *verified_options;
	bool		 soft_bounce;
};

struct settings {
	bool		 lmtp;
	const char	*hostname, *hello;	/* what we call ourselves */
	const char	*port;			/* number or service name */
	/* seconds */
	int64_t		 connect_time, hello_time, mail_time, rcpt_time,
			 data_time, xfer_time, dot_time, rset_time, quit_time;
	uint64_t	 rate;			/* bytes a second, at least */

	bool		 ipv4, ipv6;		/* inet_protocols */
	enum family_first first;
	bool		 balance, randomize;
	bool		 dns, native;		/* smtp_host_lookup */
	bool		 dnssec;		/* smtp_dns_support_level */
	enum tlslevel	 insecure_mx;		/* smtp_tls_dane_insecure_mx_policy */
	bool		 defer_no_mx_address;
	size_t		 addresses_most, sessions_most;	/* SIZE_MAX: any */
	const char	*bind, *bind6;
	bool		 bind_enforce;
	const char	*fallback;

	const char	*discard;		/* EHLO keywords to pass over */
	struct maps	*discard_maps;		/* the same, by server address */
	bool		 always_ehlo, never_ehlo, skip_5xx_greeting;
	bool		 wait_quit;
	bool		 quote;			/* addresses as RFC 5321 says */
	size_t		 line_limit;		/* 0: any */
	bool		 convert;		/* 8-bit text for 7-bit servers */
	struct auth_settings auth;
	struct tlsdefaults tls;
	int		 tls_log;		/* 0 to 4 */
	int64_t		 tls_time;
	int64_t		 reuse_time, reuse_count;	/* count 0: any */
};

void	settings_read(struct settings *s, bool lmtp);

#endif
