/* SPDX-License-Identifier: ISC
 *
 * table/matchlist - lists of patterns: mydestination, mynetworks, ...
 *
 * Source:  Postfix: names, .domains, addresses, networks, type:table, /file,
 *          each with any number of ! in front; the first that matches decides.
 * Owns:    the patterns and tables, until matchlist_close.
 * Errors:  FAILED as soon as a pattern is asked that cannot answer: a table
 *          that fails, a file that could not be read, a bad network.
 * Effects: matchlist_open reads the files and opens the tables.
 */
#ifndef TABLE_MATCHLIST_H
#define TABLE_MATCHLIST_H

#include "table/table.h"

struct matchlist;

enum {
	MATCH_NAMES	= 1 << 0,	/* exact names: mydestination */
	MATCH_DOMAINS	= 1 << 1,	/* names and .domains: relay_domains */
	MATCH_PARENTS	= 1 << 2,	/* a domain stands for what is below it */
	MATCH_ADDRESSES	= 1 << 3,	/* networks; with the others: mynetworks */
};

/* Whether a list, of patterns or of tables, needs no descriptor, and cannot
 * change but with main.cf: words, names, networks, tables in braces. */
bool	matchlist_plain(struct span list);
/* Never NULL; an empty list matches nothing. */
struct matchlist *matchlist_open(struct span list, unsigned kinds);
void	matchlist_close(struct matchlist *m);
bool	matchlist_empty(const struct matchlist *m);
bool	matchlist_changed(const struct matchlist *m);	/* as table_changed */
bool	matchlist_in_memory(const struct matchlist *m);	/* as table_in_memory */

/* FOUND: it matches. name and address may be empty when there is none. */
enum found	matchlist_match(struct matchlist *m, struct span name,
		    struct span address, struct why *w);
/* The pattern that decided the last call, as it was written; "" if none. */
const char *matchlist_pattern(const struct matchlist *m);

#endif
