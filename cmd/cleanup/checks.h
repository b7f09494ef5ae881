/* SPDX-License-Identifier: ISC
 *
 * cmd/cleanup/checks - the tables that headers and lines are looked up in
 *
 * Source:  Postfix header_checks(5).
 * Owns:    the tables, until checks_close.
 * Errors:  a table that is broken answers FAILED when it is asked.
 * Effects: opens files.
 */
#ifndef CLEANUP_CHECKS_H
#define CLEANUP_CHECKS_H

#include "table/maps.h"

enum check {
	CHECK_HEADER, CHECK_MIME, CHECK_NESTED, CHECK_BODY, CHECK_MILTER,
	CHECKS
};

struct checks {
	struct maps	*map[CHECKS];
	bool		 headers;	/* any of the first three */
};

void	checks_open(struct checks *c);
void	checks_close(struct checks *c);
bool	checks_has(const struct checks *c, enum check check);
/* The parameter's name, for the log. */
const char *checks_name(enum check check);

#endif
