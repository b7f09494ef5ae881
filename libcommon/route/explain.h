/* SPDX-License-Identifier: ISC
 *
 * route/explain - who listens is told each step that an address takes, and why
 *
 * Source:  posttrace(1).
 * Owns:    copies of all that it is told, until explain_clear.
 * Errors:  none.
 * Effects: with a listener only: reads the sources of indexed tables, to find
 *          the line that a key stands on.
 *
 * Functions that rewrite or route take a struct explain, and tell it what they
 * change as they change it. NULL: nobody listens, and nothing is done.
 *
 *	explain_step(e, EXPLAIN_CANONICAL, from, to);
 *	explain_maps(e, P_canonical_maps, maps);
 */
#ifndef ROUTE_EXPLAIN_H
#define ROUTE_EXPLAIN_H

#include "base/pool.h"
#include "conf/param.h"
#include "table/maps.h"
#include "table/matchlist.h"

enum explain_kind {
	EXPLAIN_ADDRESS,	/* a tree begins: a sender, a recipient */
	EXPLAIN_REWRITE,	/* completed, or a route in it resolved */
	EXPLAIN_CANONICAL, EXPLAIN_MASQUERADE, EXPLAIN_BCC, EXPLAIN_VIRTUAL,
	EXPLAIN_GENERIC,
	EXPLAIN_CLASS,		/* to: the class of the domain */
	EXPLAIN_RELOCATED,
	EXPLAIN_TRANSPORT, EXPLAIN_NEXTHOP,
	EXPLAIN_ALIAS, EXPLAIN_FORWARD, EXPLAIN_MAILBOX,
	EXPLAIN_FINAL,		/* what would happen */
	EXPLAIN_TROUBLE,	/* what could not be found out; see the note */
	EXPLAIN_KINDS
};

struct explain_step {
	enum explain_kind kind;
	int		 depth;		/* below the step before that has less */
	struct span	 from, to;
	const char	*param;		/* that decided; NULL: none */
	struct span	 table;		/* type:name, or the pattern of a list */
	struct span	 key;		/* that was found there */
	struct span	 file;
	size_t		 line;		/* 0: not known */
	struct span	 note;		/* for people */
};

struct explain {
	struct pool	 pool;
	struct explain_step *steps;
	size_t		 n, cap;
	int		 depth;
};

#define EXPLAIN_INIT	{ POOL_INIT, NULL, 0, 0, 0 }

void	explain_clear(struct explain *e);

void	explain_step(struct explain *e, enum explain_kind kind,
	    struct span from, struct span to);
/* These add to the step before: what decided it. */
void	explain_param(struct explain *e, enum param p);
/* The table that answered last, the key, and the line where it stands. */
void	explain_maps(struct explain *e, enum param p, const struct maps *m);
/* The pattern that decided last. */
void	explain_list(struct explain *e, enum param p,
	    const struct matchlist *l);
void	explain_note(struct explain *e, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* Steps from here on are below the last one, until explain_up. */
void	explain_down(struct explain *e);
void	explain_up(struct explain *e);

const char *explain_word(enum explain_kind kind);	/* "virtual alias" */

#endif
