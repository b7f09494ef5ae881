/* SPDX-License-Identifier: ISC
 *
 * table/writer - what a type of table must provide to be made by postmap
 *
 * Source:  none.
 * Owns:    open returns a heap struct that begins with struct writer; close
 *          frees it.
 * Errors:  FAILED and w.
 * Effects: the file whose path it was given, which nobody else knows yet.
 */
#ifndef TABLE_WRITER_H
#define TABLE_WRITER_H

#include <stdint.h>

#include "table/table.h"

struct writer {
	const struct table_writer *type;
	const char	*path;		/* the caller's */
};

struct table_writer {
	const char	*name, *suffix;
	bool		 edits;		/* an existing file can be changed */
	bool		 nul;		/* keys and values end in a NUL by default */
	/* Records arrive by rank, then key. NULL: the first bytes of the key. */
	uint64_t	 (*rank)(struct span key);
	/* edit: the file is a copy of the current one; else it is empty, and
	 * the counts say what will come. */
	struct writer	*(*open)(const char *path, bool edit, size_t records,
			    uint64_t bytes, struct why *w);
	enum found	 (*put)(struct writer *f, struct span key,
			    struct span value, struct why *w);
	/* For edits; put then replaces. */
	enum found	 (*get)(struct writer *f, struct span key,
			    struct buf *value, struct why *w);
	enum found	 (*del)(struct writer *f, struct span key,
			    struct why *w);
	/* keep: all must be in the file afterwards. */
	enum found	 (*close)(struct writer *f, bool keep, struct why *w);
};

extern const struct table_writer writer_btree, writer_cdb, writer_hash,
    writer_lmdb;

#endif
