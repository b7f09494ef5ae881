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

#include <sys/stat.h>
#include <time.h>

#include "base/mem.h"
#include "table/table.h"

struct table_type {
	const char	*name;
	bool		 fixed;
	bool		 text;		/* values are as a person wrote them */
	struct table	*(*open)(struct span name, unsigned flags, struct why *w);
	enum found	 (*get)(struct table *t, struct span key, struct buf *value,
			    struct why *w);
	enum found	 (*next)(struct table *t, bool first, struct buf *key,
			    struct buf *value, struct why *w);	/* or NULL */
	void		 (*close)(struct table *t);		/* or NULL */
	bool		 (*changed)(const struct table *t);	/* or NULL */
	/* Whether its library is there; NULL when it needs none. */
	bool		 (*usable)(void);
};

struct table_watched {		/* what tells one state of a file from another */
	dev_t		 dev;
	ino_t		 ino;
	off_t		 size;
	struct timespec	 mtime;
};

struct table {
	const struct table_type *type;	/* open may set another than its own */
	unsigned	 flags;
	char		*spec;
	bool		 fixed;		/* type's, unless open sets another */
	size_t		 line;
	bool		 owned;
	uid_t		 owner;
	char		*path;		/* watched by table_changed, or NULL */
	struct table_watched seen;
	struct buf	 folded;	/* room for table_get */
};

extern const struct table_type table_btree, table_cdb, table_cidr, table_debug,
    table_environ, table_fail, table_hash, table_inline, table_internal,
    table_ldap, table_lmdb, table_mysql, table_pcre, table_pgsql,
    table_pipemap, table_randmap, table_regexp, table_socketmap, table_sqlite,
    table_static, table_tcp, table_texthash, table_unionmap, table_unix;

/* For a type whose library was not there when this was built. */
struct table	*table_not_built(struct span name, unsigned flags,
		    struct why *w);
bool	table_unusable(void);

const struct table_type *table_type(struct span name);

struct table_watched	table_state(const struct stat *st);
bool	table_same(struct table_watched a, struct table_watched b);
/* Remembers the file's owner and state; without st it may be missing. */
void	table_watch(struct table *t, const char *path, const struct stat *st);
/* Frees what struct table owns, and t: for an open that fails late. */
void	table_drop(struct table *t);
/* name.suffix, absolute. Heap. */
char	*table_path(struct span name, const char *suffix);

/* FAILED and ABSENT as values of functions that fill w. */
enum found	table_fail_at(struct why *w, const char *path, size_t line,
		    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
enum found	table_fail_errno(struct why *w, int err, const char *fmt, ...)
		    __attribute__((format(printf, 3, 4)));

#endif
