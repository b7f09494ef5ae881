/* SPDX-License-Identifier: ISC
 *
 * table/dbquery - what tables that ask a database have in common: which keys
 *                 are asked for, the query, and how answers are put together
 *
 * Source:  Postfix mysql_table(5), pgsql_table(5), sqlite_table(5),
 *          ldap_table(5): domain, query, result_format, expansion_limit.
 * Owns:    its option file and domain list.
 * Errors:  FAILED and the reason: more results than expansion_limit is one.
 * Effects: those of the tables in "domain".
 */
#ifndef TABLE_DBQUERY_H
#define TABLE_DBQUERY_H

#include "table/dbconf.h"
#include "table/matchlist.h"
#include "table/template.h"
#include "table/type.h"

struct dbquery {
	struct table	 t;
	struct dbconf	 conf;
	const char	*query, *result_format;
	struct matchlist *domains;	/* NULL: keys of any domain */
	int64_t		 limit;		/* 0: none */
	struct buf	 text;		/* the query of the key at hand */
	size_t		 results;
};

/* The query may be "" for a caller that makes its own. */
enum found	dbquery_open(struct dbquery *q, struct span name,
		    const char *query_name, struct why *w);
void	dbquery_clear(struct dbquery *q);

/* FOUND: text is the query to ask. ABSENT: such a key is not to be asked. */
enum found	dbquery_begin(struct dbquery *q, struct span key,
		    template_quote *quote, void *arg, struct why *w);
/* One value that was found; empty ones do not count. */
enum found	dbquery_add(struct dbquery *q, struct span key,
		    struct span result, struct buf *value, struct why *w);

/* The query of old option files: table, select_field, where_field,
 * additional_conditions. In q's strings. */
const char *dbquery_legacy(struct dbquery *q);

#endif
