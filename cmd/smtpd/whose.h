/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/whose - what a restriction looks at: the client, a name, an address
 *
 * Source:  Postfix smtpd(8), texts of its replies.
 * Owns:    nothing; spans point into the connection.
 * Errors:  none.
 * Effects: none.
 */
#ifndef SMTPD_WHOSE_H
#define SMTPD_WHOSE_H

#include <stdbool.h>

#include "base/span.h"

struct conn;

enum whose_id {
	OF_ANYONE,		/* whatever the list is about */
	OF_CLIENT, OF_REVERSE, OF_HELO, OF_SENDER, OF_RCPT, OF_ETRN,
	OF_CCERT, OF_SASL, OF_DATA, OF_END
};

struct whose {
	enum whose_id	id;
	const char	*class;		/* "Sender address", for replies */
	struct span	name;		/* what is looked up; internal form */
	struct span	shown;		/* how replies name it; internal form */
};

/* False: there is none (yet). */
bool	whose_get(const struct conn *c, enum whose_id id, struct whose *of);
bool	whose_is_address(const struct whose *of);

#endif
