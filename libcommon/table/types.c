/* SPDX-License-Identifier: ISC */
#include "table/type.h"

/* All types, in the order in which postconf -m shows them. */
static const struct table_type *const types[] = {
	&table_btree,
	&table_cdb,
	&table_cidr,
	&table_debug,
	&table_environ,
	&table_fail,
	&table_hash,
	&table_inline,
	&table_internal,
	&table_ldap,
	&table_lmdb,
	&table_mysql,
	&table_pcre,
	&table_pgsql,
	&table_pipemap,
	&table_randmap,
	&table_regexp,
	&table_socketmap,
	&table_sqlite,
	&table_static,
	&table_tcp,
	&table_texthash,
	&table_unionmap,
	&table_unix,
};

enum { TYPES = sizeof(types) / sizeof(types[0]) };

const struct table_type *
table_type(struct span name)
{
	for (size_t i = 0; i < TYPES; i++)
		if (span_is(name, types[i]->name))
			return types[i];
	return NULL;
}

struct table *
table_not_built(struct span name, unsigned flags, struct why *w)
{
	why_temp(w, "4.3.5", "the library for this type of table was missing "
	    "when this program was built");
	return NULL;
}

bool
table_unusable(void)
{
	return false;
}

const char *
table_types(size_t *at)
{
	while (*at < TYPES) {
		const struct table_type *type = types[(*at)++];

		if (type->usable == NULL || type->usable())
			return type->name;
	}
	return NULL;
}
