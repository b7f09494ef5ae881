/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/orders - what shall become of the message, as access tables say
 *
 * Source:  agent/submit for the facts: hold, discard, filter, redirect, bcc,
 *          prepend.
 * Owns:    copies of the values, until orders_clear.
 * Errors:  none; control bytes become blanks.
 * Effects: orders_say writes to the door.
 */
#ifndef SMTPD_ORDERS_H
#define SMTPD_ORDERS_H

#include "agent/submit.h"

struct orders {
	struct order {
		const char *name;
		char	*value;
		bool	 said;
	}	*list;
	size_t	 n;
};

void	orders_clear(struct orders *o);
bool	orders_has(const struct orders *o, const char *name);
void	orders_add(struct orders *o, const char *name, struct span value);
/* Instead of what there was of that name. */
void	orders_set(struct orders *o, const char *name, struct span value);
/* Tells the door those that it was not told yet, or all anew. */
void	orders_say(struct orders *o, struct submit *s, bool anew);

#endif
