/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/restrict - applies the smtpd_*_restrictions lists
 *
 * Source:  Postfix SMTPD_ACCESS_README, postconf(5).
 * Owns:    nothing.
 * Errors:  a name that is not known, or a table that cannot answer, defers.
 * Effects: asks tables, the DNS and policy servers; logs what it refuses.
 */
#ifndef SMTPD_RESTRICT_H
#define SMTPD_RESTRICT_H

#include "judge.h"
#include "rulelist.h"

/* Each applies the lists that count at that time. False: the reply is given,
 * and logged. */
bool	restrict_client(struct conn *c);
bool	restrict_helo(struct conn *c);
bool	restrict_mail(struct conn *c);
bool	restrict_rcpt(struct conn *c);
bool	restrict_data(struct conn *c);
bool	restrict_end_of_data(struct conn *c);
bool	restrict_etrn(struct conn *c, struct span site);

/* One list, from within a restriction. */
enum judged	restrict_list(struct conn *c, const struct rulelist *l);

#endif
