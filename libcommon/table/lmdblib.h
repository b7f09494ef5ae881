/* SPDX-License-Identifier: ISC
 *
 * table/lmdblib - LMDB, for the reader and the writer of lmdb: tables
 *
 * Source:  lmdb.h.
 * Owns:    the environment, until lmdblib_close.
 * Errors:  FAILED and the reason.
 * Effects: maps the file. LMDB's own lock file is not used: ours are renamed
 *          into place, and Postfix locks the file itself.
 */
#ifndef TABLE_LMDBLIB_H
#define TABLE_LMDBLIB_H

#include "table/table.h"

#ifdef LMDB_SONAME
#include <lmdb.h>

#include "sys/dynlib.h"

#define LMDB_CALLS(X) X(mdb_env_create) X(mdb_env_open) X(mdb_env_close) \
	X(mdb_env_set_mapsize) X(mdb_txn_begin) X(mdb_txn_commit) \
	X(mdb_txn_abort) X(mdb_dbi_open) X(mdb_get) X(mdb_put) X(mdb_del) \
	X(mdb_cursor_open) X(mdb_cursor_get) X(mdb_cursor_close) X(mdb_strerror)

struct lmdblib {
	LMDB_CALLS(DYNLIB_MEMBER)
};

bool	lmdblib_load(struct lmdblib *lib, struct buf *bad);
/* mapsize 0: as the file says. */
enum found	lmdblib_open(const struct lmdblib *lib, const char *path,
		    unsigned flags, size_t mapsize, MDB_env **env,
		    struct why *w);
enum found	lmdblib_fail(const struct lmdblib *lib, const char *path,
		    int err, struct why *w);
MDB_val	lmdblib_val(struct span s);

#endif
#endif
