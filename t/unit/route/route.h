/* SPDX-License-Identifier: ISC
 *
 * t/unit/route/route - rules and tables for tests of address rewriting
 */
#ifndef T_UNIT_ROUTE_H
#define T_UNIT_ROUTE_H

#include "../unit.h"
#include "route/addrmap.h"

static inline enum found
route_is_local(void *arg, struct span domain, struct why *w)
{
	if (span_is(domain, "broken.example")) {
		why_temp(w, "4.3.5", "mydestination is broken");
		return FAILED;
	}
	return span_caseis(domain, "here.example") ? FOUND : ABSENT;
}

static const struct rewrite route_rewrite = {
	.origin = "here.example", .domain = "example", .remote = "",
	.append_at = true, .append_dot = true, .percent_hack = true,
	.swap_bangpath = true,
};

static const struct addrmap route_how = {
	.rewrite = &route_rewrite, .delimiters = "+-",
	.is_local = route_is_local,
};

static inline struct maps *
route_maps(const char *list)
{
	return maps_open(span_str(list), TABLE_FOLD);
}

/* "a, b" of a list. */
static inline void
route_join(struct buf *out, const struct addrs *l)
{
	buf_reset(out);
	for (size_t i = 0; i < l->n; i++)
		buf_addf(out, "%s%s", i > 0 ? ", " : "",
		    l->a[i].len > 0 ? l->a[i].s : "<>");
}

#endif
