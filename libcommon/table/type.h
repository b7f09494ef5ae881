/* SPDX-License-Identifier: ISC
 *
 * table/type - what a type of table must provide (for the files of table/ only)
 *
 * Source:  none.
 * Owns:    an open function returns a heap struct that begins with struct
 *          table; type->close frees what else it has, table_close the rest.
 * Errors:  open: NULL and w. get: FAILED and w.
 * Effects: none.
 */
#ifndef TABLE_TYPE_H
#define TABLE_TYPE_H

#include "base/mem.h"
#include "table/table.h"

struct table_type {
	const char	*name;
	bool		 fixed;
	struct table	*(*open)(struct span name, unsigned flags, struct why *w);
	enum found	 (*get)(struct table *t, struct span key, struct buf *value,
			    struct why *w);
	enum found	 (*next)(struct table *t, bool first, struct buf *key,
			    struct buf *value, struct why *w);	/* or NULL */
	void		 (*close)(struct table *t);		/* or NULL */
	/* Whether its library is there; NULL when it needs none. */
	bool		 (*usable)(struct why *w);
};

struct table {
	const struct table_type *type;
	unsigned	 flags;
	char		*spec;
	bool		 fixed;		/* type's, unless open sets another */
	size_t		 line;
	bool		 owned;
	uid_t		 owner;
	struct buf	 folded;	/* room for table_get */
};

extern const struct table_type table_cidr, table_environ, table_fail,
    table_inline, table_static, table_texthash, table_unix;

const struct table_type *table_type(struct span name);

/* FAILED and ABSENT as values of functions that fill w. */
enum found	table_fail_at(struct why *w, const char *path, size_t line,
		    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
enum found	table_fail_errno(struct why *w, int err, const char *fmt, ...)
		    __attribute__((format(printf, 3, 4)));

#endif
