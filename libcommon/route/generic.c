/* SPDX-License-Identifier: ISC */
#include "route/generic.h"

#include "conf/known.h"
#include "sys/log.h"

enum out
generic_apply(const struct generic *g, const struct addrmap *a,
    struct buf *addr, struct explain *e, struct why *w)
{
	struct addrs to = ADDRS_INIT;
	enum found got = ABSENT;

	if (g->maps != NULL && addr->len > 0)
		got = addrmap_get(a, g->maps, buf_span(addr), g->propagate, &to,
		    w);
	if (got == FOUND) {
		if (to.n > 1)
			log_warn("multi-valued %s result for %s",
			    known(g->param)->name, addr->s);
		explain_step(e, EXPLAIN_GENERIC, buf_span(addr),
		    addrs_get(&to, 0));
		explain_maps(e, g->param, g->maps);
		buf_set(addr, addrs_get(&to, 0));
	}
	addrs_clear(&to);
	return got == FAILED ? OUT_TEMP : OUT_OK;
}
