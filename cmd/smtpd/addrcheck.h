/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/addrcheck - senders and recipients: form, domain, whether known
 *
 * Source:  Postfix postconf(5): reject_unauth_destination,
 *          reject_non_fqdn_sender, reject_unknown_recipient_domain,
 *          reject_unlisted_recipient and their kin; RFC 7505.
 * Owns:    nothing.
 * Errors:  a table or the DNS that cannot answer defers.
 * Effects: asks tables and the DNS.
 */
#ifndef SMTPD_ADDRCHECK_H
#define SMTPD_ADDRCHECK_H

#include "rules.h"

rule_run	addr_permit_destination, addr_reject_destination;
rule_run	addr_reject_non_fqdn, addr_reject_unknown_domain,
		addr_reject_unlisted, addr_reject_unverified;

/* Refuses an address at home here that nobody has. */
enum judged	addr_judge_unlisted(struct conn *c, const struct whose *of);
/* It is at home here, or in relay_domains; false in doubt. */
bool	addr_is_authorized(struct conn *c, const struct whose *of);

/* Its local part says to go on to somewhere else: what is known of the domain
 * does not mean that. */
bool	addr_is_suspicious(struct conn *c, const struct whose *of);

/* Appends the address, completed by this host's domain. */
void	addr_add_full(struct buf *out, struct conn *c, const struct whose *of);

#endif
