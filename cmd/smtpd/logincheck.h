/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/logincheck - who may write as whom: smtpd_sender_login_maps
 *
 * Source:  Postfix postconf(5): reject_sender_login_mismatch and its kin.
 * Owns:    nothing.
 * Errors:  a table that cannot answer defers.
 * Effects: asks the table.
 */
#ifndef SMTPD_LOGINCHECK_H
#define SMTPD_LOGINCHECK_H

#include "rules.h"

enum {				/* types of the rule; they add up */
	LOGIN_MUST_OWN	= 1,	/* who is logged in must own the sender */
	LOGIN_UNOWNED	= 2,	/* but what nobody owns anybody may use */
	LOGIN_REQUIRED	= 4	/* who writes as an owner must be logged in */
};

rule_run	login_reject_mismatch;

#endif
