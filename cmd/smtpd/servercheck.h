/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/servercheck - check_*_mx_access, _ns_access, _a_access
 *
 * Source:  Postfix postconf(5): check_sender_mx_access and its kin.
 * Owns:    nothing.
 * Errors:  what the DNS cannot tell is logged, and counts as DUNNO.
 * Effects: asks the DNS and tables.
 */
#ifndef SMTPD_SERVERCHECK_H
#define SMTPD_SERVERCHECK_H

#include "rules.h"

/* The type of the rule is DNS_MX, DNS_NS or DNS_A. */
rule_run	server_access;

#endif
