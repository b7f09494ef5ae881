/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/access - check_*_access: looks names and addresses up in tables
 *
 * Source:  Postfix access(5) for the order of the keys.
 * Owns:    nothing.
 * Errors:  a table that cannot answer gives 451 4.3.5.
 * Effects: asks tables, and does what they say.
 */
#ifndef SMTPD_ACCESS_H
#define SMTPD_ACCESS_H

#include "rules.h"

rule_run	access_client,		/* a name, then an address */
		access_domain, access_address, access_login, access_cert;

/* For others that have such keys. *found: the table had one, and what is
 * returned is its verdict. */
enum judged	access_by_domain(struct conn *c, const struct item *i,
		    struct span name, const struct whose *of, bool *found);
enum judged	access_by_net(struct conn *c, const struct item *i,
		    struct span addr, const struct whose *of, bool *found);

#endif
