/* SPDX-License-Identifier: ISC
 *
 * table/ruleset - ordered rules with if and endif: cidr, regexp, pcre
 *
 * Source:  Postfix cidr_table(5), regexp_table(5), pcre_table(5).
 * Owns:    the rules and what the type keeps in them.
 * Errors:  a rule that is wrong is told by log_warn when the file is opened. A
 *          lookup that comes as far as a pattern that cannot be read answers
 *          FAILED, because it might have been the one that matches; so does
 *          one that matches a rule with a bad result.
 * Effects: reads the file.
 */
#ifndef TABLE_RULESET_H
#define TABLE_RULESET_H

#include "table/source.h"
#include "table/type.h"

enum rule_kind { RULE_RESULT, RULE_IF, RULE_ENDIF, RULE_BROKEN };

struct rule {
	enum rule_kind	 kind;
	bool		 negate;
	size_t		 line, skip;	/* RULE_IF: the index of its ENDIF */
	char		*text;		/* result, or what is wrong */
	bool		 bad;		/* what is wrong, with the result */
	void		*pattern;	/* the type's own */
};

struct ruleset {
	struct table	 t;
	struct rule	*rules;
	size_t		 n, cap;
	char		*path;
};

struct ruleset_ops {
	/* Reads the pattern in front of *rest and moves *rest behind it; NULL
	 * and the reason in bad when it is not one. */
	void	*(*parse)(struct span *rest, unsigned flags, struct buf *bad);
	/* Says what is wrong with the rule's result, which is
	 * not empty, or leaves bad so. */
	void	 (*check)(const struct rule *r, unsigned flags, struct buf *bad);
	void	 (*drop)(void *pattern);
};

struct table	*ruleset_open(const struct ruleset_ops *ops, struct span name,
		    unsigned flags, struct why *w);
void	ruleset_close(const struct ruleset_ops *ops, struct table *t);

/* The walk: the next rule to be tried, NULL at the end or (failed set) at a
 * broken one. matched is whether the rule before it matched; false at first. */
const struct rule *ruleset_next(struct ruleset *r, const struct rule *before,
	    bool matched, bool *failed, struct why *w);

/* The result of a rule that matched: FOUND, or FAILED when it is bad. */
enum found	ruleset_result(const struct ruleset *r, const struct rule *rule,
		    struct why *w);

#endif
