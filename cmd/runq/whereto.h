/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/whereto - which transport delivers to an address, and its next hop
 *
 * Source:  Postfix's address classes: mydestination, the rest of the world.
 * Owns:    its lists.
 * Errors:  OUT_TEMP when a list cannot answer.
 * Effects: reads tables.
 */
#ifndef RUNQ_WHERETO_H
#define RUNQ_WHERETO_H

#include "table/matchlist.h"

struct whereto {
	struct matchlist *here;
};

void	whereto_open(struct whereto *w);
void	whereto_close(struct whereto *w);
/* transport lives as long as the configuration; nexthop may point into addr. */
enum out	whereto_find(struct whereto *w, struct span addr,
		    struct span *transport, struct span *nexthop,
		    struct why *why);

#endif
