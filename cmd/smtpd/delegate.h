/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/delegate - check_policy_service: others decide
 *
 * Source:  Postfix SMTPD_POLICY_README.
 * Owns:    nothing.
 * Errors:  a server that cannot be asked: smtpd_policy_service_default_action.
 * Effects: those of the server's answer.
 */
#ifndef SMTPD_DELEGATE_H
#define SMTPD_DELEGATE_H

#include "rules.h"

rule_run	delegate_check;

/* All that is known, a line each, and an empty one. */
void	delegate_add_request(struct buf *out, struct conn *c,
	    const char *context);

#endif
