/* SPDX-License-Identifier: ISC */
#include "table/dblib.h"

#ifdef DB_SONAME

#include "sys/dynlib.h"
#include "table/type.h"

#define CALLS(X) X(db_env_create) X(db_create) X(db_strerror)

struct calls {
	CALLS(DYNLIB_MEMBER)
};

static const char *const names[] = { CALLS(DYNLIB_NAME) };

enum { NAMES = sizeof(names) / sizeof(names[0]) };

static const char home[] = "/dev";

bool
dblib_usable(struct buf *bad)
{
	struct calls c;

	return dynlib_load(DB_SONAME, names, NAMES, &c, bad);
}

static int
open_env(struct dblib *lib, const struct calls *c, size_t cache)
{
	int err = c->db_env_create(&lib->env, 0);

	if (err != 0) {
		lib->env = NULL;
		return err;
	}
	lib->env->set_errfile(lib->env, NULL);
	err = lib->env->set_cachesize(lib->env, (uint32_t)(cache >> 30),
	    (uint32_t)(cache & ((1u << 30) - 1)), 1);
	if (err == 0)
		err = lib->env->open(lib->env, home,
		    DB_PRIVATE | DB_INIT_MPOOL | DB_CREATE, 0);
	return err;
}

enum found
dblib_init(struct dblib *lib, size_t cache, struct why *w)
{
	struct buf bad = BUF_INIT;
	struct calls c;

	*lib = (struct dblib){ 0 };
	if (!dynlib_load(DB_SONAME, names, NAMES, &c, &bad)) {
		why_temp(w, "4.3.5", "Berkeley DB: %s", bad.s);
		buf_clear(&bad);
		return FAILED;
	}
	lib->create = c.db_create;
	lib->text = c.db_strerror;
	int err = open_env(lib, &c, cache);
	if (err == 0)
		err = c.db_create(&lib->db, lib->env, 0);
	if (err == 0)
		return FOUND;
	why_temp(w, "4.3.0", "Berkeley DB: %s", c.db_strerror(err));
	lib->db = NULL;
	dblib_close(lib);
	return FAILED;
}

enum found
dblib_finish(struct dblib *lib, const char *path, struct why *w)
{
	int err = lib->db->close(lib->db, 0);

	lib->db = NULL;
	if (err != 0)
		table_fail_at(w, path, 0, "close: %s", lib->text(err));
	dblib_close(lib);
	return err == 0 ? FOUND : FAILED;
}

void
dblib_close(struct dblib *lib)
{
	if (lib->db != NULL)
		lib->db->close(lib->db, DB_NOSYNC);
	if (lib->env != NULL)
		lib->env->close(lib->env, 0);
	lib->db = NULL;
	lib->env = NULL;
}

#endif
