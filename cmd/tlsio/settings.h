/* SPDX-License-Identifier: ISC
 *
 * cmd/tlsio/settings - what main.cf says about TLS, for one role
 *
 * Source:  Postfix postconf(5): smtpd_tls_*, or smtp_tls_* and lmtp_tls_*.
 * Owns:    nothing; strings belong to conf/param.
 * Errors:  a bad value ends the program.
 * Effects: none.
 */
#ifndef TLSIO_SETTINGS_H
#define TLSIO_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

struct settings {
	const char	*role;		/* "smtpd", "smtp", "lmtp" */
	bool		 server;
	/* keys and authorities */
	const char	*chain_files, *cert_file, *key_file;
	const char	*eccert_file, *eckey_file, *dcert_file, *dkey_file;
	const char	*ca_file, *ca_path;
	int64_t		 depth;
	/* what is agreed on */
	const char	*protocols, *ciphers, *exclude;
	const char	*mandatory_protocols, *mandatory_ciphers;
	const char	*mandatory_exclude;
	const char	*digest;
	int64_t		 cache_time, handshake_time;
	/* of a server only */
	bool		 enforce, ask, require, session_ids;
	const char	*dh_file, *ecdh_grade, *service;
};

/* Ends the program when there is no such role. */
void	settings_read(struct settings *s, const char *role);

#endif
