/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/hostcheck - names of clients, and what they call themselves
 *
 * Source:  Postfix postconf(5): reject_unknown_client_hostname,
 *          reject_invalid_helo_hostname and their kin; RFC 5321 4.1.4.
 * Owns:    nothing.
 * Errors:  what the DNS cannot tell now defers.
 * Effects: asks the DNS.
 */
#ifndef SMTPD_HOSTCHECK_H
#define SMTPD_HOSTCHECK_H

#include "rules.h"

rule_run	host_reject_unknown_client, host_reject_unknown_reverse,
		host_reject_unknown_forward;
rule_run	host_reject_invalid_helo, host_reject_non_fqdn_helo,
		host_reject_unknown_helo;

/* Without the dot at its end. */
struct span	host_undotted(struct span name);

#endif
