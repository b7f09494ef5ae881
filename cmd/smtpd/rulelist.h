/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/rulelist - lists of restrictions, read from main.cf
 *
 * Source:  Postfix SMTPD_ACCESS_README, RESTRICTION_CLASS_README.
 * Owns:    struct rulelist its rules; struct rulebook the classes, and the
 *          tables and policy servers that lists name.
 * Errors:  what is wrong in a list is kept in its place, and found out when
 *          it is evaluated: nothing wrong lets anybody in.
 * Effects: rulelist_read has none, but for making policy clients that do not
 *          connect yet; safe on any text, see t/fuzz/smtpd-rulelist.c.
 *          rulebook_open opens tables.
 */
#ifndef SMTPD_RULELIST_H
#define SMTPD_RULELIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

struct rule;
struct policy;

/* A table that restrictions name; opened once, however often it is named. */
struct access {
	char		*spec;
	struct maps	*maps;		/* NULL: not open (yet) */
};

struct item {
	const struct rule *rule;	/* NULL: a class, or unknown */
	const struct rulelist *class;
	char		*name;		/* as it was written */
	char		*arg;		/* NULL: missing */
	struct access	*table;		/* of the rules that have one */
	struct policy	*policy;
	char		*search_order;	/* "" or NULL: the usual one */
};

struct rulelist {
	char		*name;		/* of a class */
	struct item	*items;
	size_t		 n;
};

struct rulebook {
	struct rulelist	*classes;
	size_t		 nclasses;
	struct access	**tables;
	size_t		 ntables;
	struct policy	**policies;
	size_t		 npolicies;
};

/* Book NULL: as in an access table, whose lists can name classes and rules,
 * but no tables. */
void	rulelist_read(struct rulelist *l, struct rulebook *b,
	    struct span text);
void	rulelist_clear(struct rulelist *l);
/* Whether any of its rules refuses strangers' mail for elsewhere. */
bool	rulelist_guards(const struct rulelist *l);

/* The classes of smtpd_restriction_classes. */
void	rulebook_read(struct rulebook *b);
void	rulebook_clear(struct rulebook *b);
const struct rulelist *rulebook_class(const struct rulebook *b,
	    struct span name);

#endif
