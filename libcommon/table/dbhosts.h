/* SPDX-License-Identifier: ISC
 *
 * table/dbhosts - the servers of a table, and which of them to try
 *
 * Source:  Postfix mysql_table(5), "hosts": local sockets first, else in random
 *          order; one that failed is left alone for retry_interval.
 * Owns:    copies of the names.
 * Errors:  none.
 * Effects: none.
 */
#ifndef TABLE_DBHOSTS_H
#define TABLE_DBHOSTS_H

#include <stdint.h>

#include "base/span.h"

struct dbhost {
	char	*name;		/* as written */
	int64_t	 down_until;	/* of sys/clock */
	unsigned turn;		/* the round in which it was tried */
	uint32_t order;
};

struct dbhosts {
	struct dbhost	*v;
	size_t		 n;
	unsigned	 turn;
};

void	dbhosts_init(struct dbhosts *h, struct span list);
void	dbhosts_clear(struct dbhosts *h);
/* A new round: each host at most once. */
void	dbhosts_begin(struct dbhosts *h);
struct dbhost	*dbhosts_next(struct dbhosts *h);	/* NULL: none is left */
void	dbhosts_down(struct dbhost *host, int64_t seconds);

#endif
