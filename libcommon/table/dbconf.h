/* SPDX-License-Identifier: ISC
 *
 * table/dbconf - the option file of a table that asks a database
 *
 * Source:  Postfix mysql_table(5), pgsql_table(5), sqlite_table(5),
 *          ldap_table(5): "name = value" lines as in main.cf; a name that is no
 *          path is the prefix of parameters in main.cf ("prefix_hosts").
 * Owns:    the text; strings are good until dbconf_clear.
 * Errors:  FAILED with file:line.
 * Effects: reads the file.
 */
#ifndef TABLE_DBCONF_H
#define TABLE_DBCONF_H

#include <stdint.h>

#include "conf/maincf.h"
#include "table/table.h"

struct dbconf {
	char		*name;		/* path or prefix */
	struct maincf	 options;
	struct pool	 strings;
	bool		 file;
};

/* Also remembers the file in t, for table_changed and table_owner. */
enum found	dbconf_open(struct dbconf *c, struct table *t, struct span name,
		    struct why *w);
void	dbconf_clear(struct dbconf *c);

/* The default where it is not set. */
const char *dbconf_str(struct dbconf *c, const char *name, const char *def);
enum found	dbconf_int(struct dbconf *c, const char *name, int64_t def,
		    int64_t min, int64_t max, int64_t *value, struct why *w);
enum found	dbconf_bool(struct dbconf *c, const char *name, bool def,
		    bool *value, struct why *w);

#endif
