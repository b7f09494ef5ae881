/* SPDX-License-Identifier: ISC
 *
 * cmd/runq/whereto - which transport delivers to an address, and its next hop
 *
 * Source:  Postfix ADDRESS_CLASS_README.
 * Owns:    its lists.
 * Errors:  OUT_TEMP when a list cannot answer; OUT_PERM for an address of a
 *          virtual alias domain, which the door would have rewritten.
 * Effects: reads tables.
 */
#ifndef RUNQ_WHERETO_H
#define RUNQ_WHERETO_H

#include "net/interfaces.h"
#include "table/matchlist.h"

enum { WHERETO_CLASSES = 4 };

struct whereto {
	struct matchlist *list[WHERETO_CLASSES];
	struct interfaces own;
};

void	whereto_open(struct whereto *w);
void	whereto_close(struct whereto *w);
/* transport lives as long as the configuration; nexthop may point into addr. */
enum out	whereto_find(struct whereto *w, struct span addr,
		    struct span *transport, struct span *nexthop,
		    struct why *why);

#endif
