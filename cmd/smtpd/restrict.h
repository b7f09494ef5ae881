/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/restrict - the smtpd_*_restrictions lists: read, and applied
 *
 * Source:  Postfix SMTPD_ACCESS_README, postconf(5).
 * Owns:    struct restrictions its rules.
 * Errors:  a name that is not known, or a table that cannot answer, defers.
 * Effects: asks tables; logs what it refuses.
 */
#ifndef SMTPD_RESTRICT_H
#define SMTPD_RESTRICT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

struct conn;
struct rule;

enum stage {
	STAGE_CLIENT, STAGE_HELO, STAGE_SENDER, STAGE_RELAY, STAGE_RCPT,
	STAGE_DATA, STAGE_END_OF_DATA, STAGE_ETRN,
	STAGE_REWRITE,		/* local_header_rewrite_clients */
	STAGES
};

struct restrictions {
	const struct rule **rules;	/* in their order; NULL: an unknown name */
	char	**names;		/* as they were written */
	size_t	 n;
};

void	restrict_read(struct restrictions *r, struct span list);
void	restrict_clear(struct restrictions *r);
/* Whether any of them refuses strangers' mail for elsewhere. */
bool	restrict_guards(const struct restrictions *r);

enum judged { JUDGED_DUNNO, JUDGED_OK, JUDGED_REFUSED };

/* Applies one list. REFUSED: the reply is given, and logged. */
enum judged	restrict_apply(struct conn *c, enum stage stage);

/* Whether the client is one of local_header_rewrite_clients. */
bool	restrict_is_local(struct conn *c);

/* At MAIL and RCPT: all lists that count there. True: go on. */
bool	restrict_mail(struct conn *c);
bool	restrict_rcpt(struct conn *c);
/* At ETRN, which has no transaction: the site is the recipient, as it were. */
bool	restrict_etrn(struct conn *c, struct span site);

#endif
