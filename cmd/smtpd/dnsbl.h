/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/dnsbl - lists in the DNS of who is to be refused, or let in
 *
 * Source:  Postfix postconf(5): reject_rbl_client, reject_rhsbl_*,
 *          permit_dnswl_client, default_rbl_reply; RFC 5782.
 * Owns:    struct dnsbl what has been found out for this connection.
 * Errors:  a list that does not answer lists nobody; where it would have let
 *          somebody in, a later refusal is for now only.
 * Effects: asks the DNS.
 */
#ifndef SMTPD_DNSBL_H
#define SMTPD_DNSBL_H

#include "base/htab.h"
#include "rules.h"

struct dnsbl {
	struct htab	 known;		/* by query */
};

#define DNSBL_INIT { HTAB_INIT }

void	dnsbl_clear(struct dnsbl *d);

rule_run	dnsbl_reject_client, dnsbl_reject_domain;
rule_run	dnsbl_permit_client, dnsbl_permit_domain;

#endif
