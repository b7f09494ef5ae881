/* SPDX-License-Identifier: ISC
 *
 * table/table - one lookup table: "type:name", a key, a value
 *
 * Source:  Postfix DATABASE_README for the names and meanings of the types.
 * Owns:    the open table, its files and connections, until table_close.
 * Errors:  FAILED, with the reason and where it lies (file:line): a table that
 *          is broken, missing or out of reach never answers ABSENT.
 * Effects: reads files, asks servers. What does not stop a lookup, such as a
 *          stale .db, is told by log_warn when the table is opened.
 */
#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/why.h"

struct table;

enum found { FOUND, ABSENT, FAILED };

enum {
	TABLE_FOLD	= 1 << 0,	/* keys to lower case, but for patterns */
	TABLE_SENSITIVE	= 1 << 1,	/* refuse $1 and types that cannot be trusted */
	TABLE_ALIAS	= 1 << 2,	/* the source is in the format of aliases(5) */
	TABLE_NO_SOURCE	= 1 << 3,	/* never read the source for a missing .db */
	TABLE_WITH_NUL	= 1 << 4,	/* keys end in a NUL, and are found so only */
	TABLE_NO_NUL	= 1 << 5,	/* the same without; neither: both are tried */
	TABLE_BASE64	= 1 << 6,	/* values: base64, or names of files */
	TABLE_FOLD_ALL	= 1 << 7,	/* fold for patterns as well */
	TABLE_LISTED	= 1 << 8,	/* opened to be walked by table_next */
	TABLE_NO_SUBST	= 1 << 9,	/* refuse $1 only */
};

/* "type:name", or a path alone, which is of the default type. A "proxy:" in
 * front is skipped. NULL with the reason when it cannot be opened. */
struct table	*table_open(struct span spec, unsigned flags, struct why *w);
/* Never NULL: what cannot be opened answers FAILED, always. For programs that
 * must keep serving what does not need this table. */
struct table	*table_open_soft(struct span spec, unsigned flags);
void	table_close(struct table *t);

/* The value replaces what was in value; w is set when FAILED. */
enum found	table_get(struct table *t, struct span key, struct buf *value,
		    struct why *w);
/* All entries, for people: start with first = true. ABSENT at the end. */
enum found	table_next(struct table *t, bool first, struct buf *key,
		    struct buf *value, struct why *w);

const char *table_spec(const struct table *t);	/* as it was given */
/* Keys stand for themselves: it makes sense to look up parts of an address. */
bool	table_is_fixed(const struct table *t);
/* All of it is in memory: processes that fork may share it. */
bool	table_in_memory(const struct table *t);
/* The line of the source that answered last; 0 when that is not known. */
size_t	table_line(const struct table *t);
/* Who can put what they like into the table; false when that is not known. */
bool	table_owner(const struct table *t, uid_t *uid);

/* Whether its files are others than those that were opened. */
bool	table_changed(const struct table *t);

/* The names of the types that work here: *at is 0 at first; NULL at the end. */
const char *table_types(size_t *at);

#endif
