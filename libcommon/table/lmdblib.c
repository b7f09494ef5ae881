/* SPDX-License-Identifier: ISC */
#include "table/lmdblib.h"

#ifdef LMDB_SONAME

#include <stdint.h>

#include "table/type.h"

static const char *const names[] = { LMDB_CALLS(DYNLIB_NAME) };

bool
lmdblib_load(struct lmdblib *lib, struct buf *bad)
{
	return dynlib_load(LMDB_SONAME, names, sizeof(names) / sizeof(names[0]),
	    lib, bad);
}

enum found
lmdblib_fail(const struct lmdblib *lib, const char *path, int err,
    struct why *w)
{
	return table_fail_at(w, path, 0, "%s", lib->mdb_strerror(err));
}

MDB_val
lmdblib_val(struct span s)
{
	return (MDB_val){ s.len, (void *)(uintptr_t)s.p };
}

enum found
lmdblib_open(const struct lmdblib *lib, const char *path, unsigned flags,
    size_t mapsize, MDB_env **env, struct why *w)
{
	int err = lib->mdb_env_create(env);

	if (err != 0)
		return lmdblib_fail(lib, path, err, w);
	if (mapsize > 0)
		err = lib->mdb_env_set_mapsize(*env, mapsize);
	if (err == 0)
		err = lib->mdb_env_open(*env, path,
		    MDB_NOSUBDIR | MDB_NOLOCK | flags, 0600);
	if (err == 0)
		return FOUND;
	lib->mdb_env_close(*env);
	*env = NULL;
	return lmdblib_fail(lib, path, err, w);
}

#endif
