/* SPDX-License-Identifier: ISC
 *
 * postconf/master - services of master.cf, their fields and parameters
 */
#ifndef POSTCONF_MASTER_H
#define POSTCONF_MASTER_H

#include "view.h"

/* service[/type[/rest]] of an argument, "*" for any; missing parts are "*". */
struct pattern {
	struct span	service, type, rest;
	int		parts;
	bool		matched;
};

/* false when there are more parts than most, or empty ones. */
bool	pattern_parse(struct pattern *p, const char *text, int most);
bool	pattern_matches(const struct pattern *p, const struct mastercf_entry *e);
bool	pattern_rest(const struct pattern *p, struct span name);

int	master_show(struct view *v);		/* an exit status */

#endif
