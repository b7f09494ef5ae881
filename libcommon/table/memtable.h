/* SPDX-License-Identifier: ISC
 *
 * table/memtable - a table held in memory
 *
 * Source:  none.
 * Owns:    keys, values, and the source's name for messages.
 * Errors:  a key whose line had no value answers FAILED with file:line.
 * Effects: none. The order of the entries is kept for table_next.
 */
#ifndef TABLE_MEMTABLE_H
#define TABLE_MEMTABLE_H

#include "base/htab.h"
#include "base/pool.h"
#include "table/type.h"

struct memtable_entry {
	struct span	 key, value;
	size_t		 line;
	struct memtable_entry *next;
};

struct memtable {
	struct table	 t;
	struct htab	 by_key;
	struct pool	 pool;
	struct memtable_entry *first, **last, *at;
	char		*path;		/* of the source, for messages */
};

struct memtable *memtable_new(const char *path, unsigned flags);
/* False when the key was there before. bad: the line has no value. */
bool	memtable_add(struct memtable *m, struct span key, struct span value,
	    size_t line, bool bad);

/* As in struct table_type. */
enum found	memtable_get(struct table *t, struct span key,
		    struct buf *value, struct why *w);
enum found	memtable_next(struct table *t, bool first, struct buf *key,
		    struct buf *value, struct why *w);
void	memtable_close(struct table *t);

#endif
