/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/credentials - the name and password for a server
 *
 * Source:  Postfix SASL_README: smtp_sasl_password_maps, by sender where
 *          smtp_sender_dependent_authentication says so, by next hop, by host.
 * Owns:    its bufs; credentials_clear wipes them.
 * Errors:  FAILED when a table cannot answer: mail waits.
 * Effects: asks the tables. Nothing of what they say is logged.
 */
#ifndef SMTP_CREDENTIALS_H
#define SMTP_CREDENTIALS_H

#include "route/addrmap.h"

struct credentials {
	struct buf	user, password;
};

#define CREDENTIALS_INIT { BUF_INIT, BUF_INIT }

struct passwords {
	struct maps	*maps;		/* NULL: no authentication */
	bool		 by_sender;
	char		 delimiter;
	const char	*delimiters;	/* recipient_delimiter */
};

void	credentials_clear(struct credentials *c);
/* nexthop: as routing wrote it, "[host]:port". */
enum found	credentials_find(const struct passwords *p, struct span sender,
		    struct span nexthop, struct span host,
		    struct credentials *c, struct why *w);

#endif
