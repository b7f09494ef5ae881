/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/trust - clients that are known: by address, login or certificate
 *
 * Source:  Postfix postconf(5): mynetworks, permit_sasl_authenticated,
 *          permit_tls_clientcerts, local_header_rewrite_clients.
 * Owns:    nothing.
 * Errors:  a list or table that fails defers.
 * Effects: asks lists and tables.
 */
#ifndef SMTPD_TRUST_H
#define SMTPD_TRUST_H

#include "rules.h"

enum trust {
	TRUST_INTERFACES, TRUST_NETWORKS, TRUST_LOGIN, TRUST_CERTS,
	TRUST_ALL_CERTS, TRUST_TABLE
};

/* The type of the rule says by what. */
rule_run	trust_permit;

/* Whether the client is one of local_header_rewrite_clients. */
bool	trust_rewrites(struct conn *c);

#endif
