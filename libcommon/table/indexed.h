/* SPDX-License-Identifier: ISC
 *
 * table/indexed - what files made by postmap have in common: their source,
 *                 their age, and the NUL behind keys and values
 *
 * Source:  Postfix; Sendmail's makemap, whose files have no such NUL.
 * Owns:    nothing but what it returns.
 * Errors:  FAILED and the reason.
 * Effects: log_warn for a missing or old file.
 */
#ifndef TABLE_INDEXED_H
#define TABLE_INDEXED_H

#include "table/type.h"

struct indexed {
	struct table	 t;
	char		*path;		/* of the indexed file */
	int		 fd;		/* on it, to lock and watch it; or -1 */
	bool		 with_nul, without;	/* the forms still to be tried */
	struct buf	 key;		/* room for a key with its NUL */
};

/* The table that is to be used in place of name's indexed file: its source,
 * if the file is missing (or, for aliases, old). NULL with *failed false: use
 * the file, whose descriptor is in *fd. missing: why the library cannot be
 * used, or NULL. */
struct table	*indexed_or_source(struct span name, const char *suffix,
		    unsigned flags, const char *missing, int *fd,
		    bool *failed, struct why *w);

void	indexed_init(struct indexed *x, char *path, int fd, unsigned flags);
void	indexed_close(struct indexed *x);

/* Asks get for the key with and without a NUL, as the file wants it. The first
 * answer tells which form that is. */
enum found	indexed_get(struct indexed *x, struct span key,
		    enum found (*get)(struct indexed *x, struct span key,
		    struct buf *value, struct why *w),
		    struct buf *value, struct why *w);
void	indexed_strip(struct buf *b);	/* the NUL at the end, if any */

#endif
