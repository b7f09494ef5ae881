/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/rules - the restrictions, each a name and a function
 *
 * Source:  Postfix postconf(5): smtpd_recipient_restrictions and the others.
 * Owns:    nothing.
 * Errors:  doubt defers, see judge.h.
 * Effects: those of the rules.
 */
#ifndef SMTPD_RULES_H
#define SMTPD_RULES_H

#include "judge.h"
#include "rulelist.h"
#include "whose.h"

struct rule;

typedef enum judged rule_run(struct conn *c, const struct rule *r,
    const struct item *i, const struct whose *of);

enum rule_arg {
	ARG_NONE, ARG_TABLE, ARG_POLICY,
	ARG_ZONE,		/* of the DNS, and what may be its answers */
	ARG_SECONDS
};

enum {				/* flags */
	RULE_GUARDS	= 1,	/* stops relaying for strangers */
	RULE_LAST	= 2,	/* it decides: there is nothing behind it */
	RULE_PERMITS	= 4,	/* its OK may be worth a line in the log */
	RULE_NO_OK	= 8,	/* an OK of its table is not to be trusted */
	RULE_NULL	= 16,	/* runs for the null sender, too */
	RULE_WARN_ONLY	= 32,	/* what follows it is tried, not enforced */
	RULE_NAMED	= 64,	/* not for what is called "unknown" */
	RULE_ADDRESS_MAP = 128	/* of local_header_rewrite_clients only */
};

struct rule {
	const char	*name;
	rule_run	*run;
	enum rule_arg	 arg;
	enum whose_id	 of;	/* without that it is not run */
	unsigned	 flags;
	int		 type;	/* what its function makes of it */
};

const struct rule *rules_find(struct span name);
/* The one that an element "type:table" stands for: what a list is about. */
const struct rule *rules_bare(void);
const struct rule *rules_of_table(enum whose_id of);

#endif
