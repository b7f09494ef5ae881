/* SPDX-License-Identifier: ISC
 *
 * table/dblib - Berkeley DB, without its side effects
 *
 * Source:  CVE-2017-10140: the library reads DB_CONFIG where it stands.
 * Owns:    the environment and the handle, until dblib_close.
 * Errors:  FAILED and the reason.
 * Effects: the environment is private to the process, in memory only, and its
 *          home a directory that nobody but root writes to.
 */
#ifndef TABLE_DBLIB_H
#define TABLE_DBLIB_H

#include "table/table.h"

#ifdef DB_SONAME
#include <db.h>

struct dblib {
	DB_ENV	*env;
	DB	*db;
	int	 (*create)(DB **db, DB_ENV *env, uint32_t flags);
	char	*(*text)(int err);
};

bool	dblib_usable(struct buf *bad);
/* An environment with so much cache, and a handle that is not yet opened. */
enum found	dblib_init(struct dblib *lib, size_t cache, struct why *w);
void	dblib_close(struct dblib *lib);
/* close that tells whether all was written. */
enum found	dblib_finish(struct dblib *lib, const char *path, struct why *w);

#endif
#endif
