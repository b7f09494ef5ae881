/* SPDX-License-Identifier: ISC */
#include "checks.h"

#include "conf/param.h"

static const struct {
	const char	*name;
	enum param	 param;
} table[CHECKS] = {
	[CHECK_HEADER]	= { "header_checks", P_header_checks },
	[CHECK_MIME]	= { "mime_header_checks", P_mime_header_checks },
	[CHECK_NESTED]	= { "nested_header_checks", P_nested_header_checks },
	[CHECK_BODY]	= { "body_checks", P_body_checks },
	[CHECK_MILTER]	= { "milter_header_checks", P_milter_header_checks },
};

void
checks_open(struct checks *c)
{
	for (size_t i = 0; i < CHECKS; i++)
		c->map[i] = maps_open(span_str(param_str(table[i].param)), 0);
	c->headers = checks_has(c, CHECK_HEADER) ||
	    checks_has(c, CHECK_MIME) || checks_has(c, CHECK_NESTED);
}

void
checks_close(struct checks *c)
{
	for (size_t i = 0; i < CHECKS; i++)
		maps_close(c->map[i]);
	*c = (struct checks){ .headers = false };
}

bool
checks_has(const struct checks *c, enum check check)
{
	return c->map[check] != NULL && !maps_empty(c->map[check]);
}

const char *
checks_name(enum check check)
{
	return table[check].name;
}
