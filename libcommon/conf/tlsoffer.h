/* SPDX-License-Identifier: ISC
 *
 * conf/tlsoffer - what TLS smtpd offers, by new and by old parameters
 *
 * Source:  Postfix postconf(5): smtpd_tls_security_level, smtpd_use_tls,
 *          smtpd_enforce_tls, smtpd_tls_wrappermode, smtpd_tls_*_ccert.
 * Owns:    nothing.
 * Errors:  false for a security level that there is not.
 * Effects: none.
 */
#ifndef CONF_TLSOFFER_H
#define CONF_TLSOFFER_H

#include <stdbool.h>

struct tlsoffer {
	bool	use;		/* there is TLS */
	bool	enforce;	/* nothing goes without it */
	bool	wrapper;	/* it comes before SMTP */
	bool	ask;		/* for the client's certificate */
	bool	require;	/* one that can be trusted */
	bool	auth_only;	/* no password without TLS */
	bool	weaker;		/* the level asks for more than there is: said
				 * once, as Postfix does */
	bool	no_cert;	/* there is no certificate: TLS is not offered
				 * unless that is meant */
};

bool	tlsoffer_read(struct tlsoffer *o);

#endif
