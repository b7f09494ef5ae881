/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/mxbackup - permit_mx_backup: this host stands in for another
 *
 * Source:  Postfix postconf(5): permit_mx_backup, permit_mx_backup_networks.
 * Owns:    nothing.
 * Errors:  what the DNS cannot tell makes a later refusal one for now.
 * Effects: asks the DNS.
 */
#ifndef SMTPD_MXBACKUP_H
#define SMTPD_MXBACKUP_H

#include "rules.h"

rule_run	mxbackup_permit;

#endif
