/* SPDX-License-Identifier: ISC
 *
 * conf/expand - $name, ${name?text}, ${{a} == {b} ? {c} : {d}}
 *
 * Source:  Postfix postconf(5), "Postfix main.cf file format".
 * Owns:    nothing; output is appended to a buf of the caller.
 * Errors:  OUT_PERM for bad syntax, nesting too deep (which is what a loop
 *          comes to) or too much output; out is then as it was.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/expand.c.
 */
#ifndef CONF_EXPAND_H
#define CONF_EXPAND_H

#include "base/why.h"

struct expand {
	/* The value of name before expansion; false when it has none. It must
	 * stay where it is until expand returns. */
	bool	(*value)(void *ctx, struct span name, struct span *value);
	void	 *ctx;
	bool	  flat;		/* insert values as they are: for text of strangers */
	const char *allow;	/* flat: other bytes of values become '_'; or NULL */
};

enum out	expand(struct buf *out, struct span text, const struct expand *e,
		    struct why *w);

/* -1, 0, 1; false when one of them is no version like 3.6 or 3.6.1 */
bool	expand_level_cmp(struct span a, struct span b, int *cmp);

#endif
