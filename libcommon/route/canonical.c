/* SPDX-License-Identifier: ISC */
#include "route/canonical.h"

#include "conf/known.h"
#include "sys/log.h"

enum { ROUNDS_MAX = 10 };

struct round {
	const struct canonical *c;
	const struct addrmap *a;
	const struct canonical_maps *m;
	struct addrs	 to;
};

/* One lookup: FOUND when addr has become another. */
static enum found
look(struct round *r, struct buf *addr, struct explain *e, struct why *w)
{
	enum found got = addrmap_get(r->a, r->m->maps, buf_span(addr),
	    r->c->propagate, &r->to, w);

	if (got != FOUND)
		return got;
	struct span to = addrs_get(&r->to, 0);
	if (r->to.n > 1)
		log_warn("multi-valued %s entry for %s", known(r->m->param)->name,
		    addr->s);
	explain_step(e, EXPLAIN_CANONICAL, buf_span(addr), to);
	explain_maps(e, r->m->param, r->m->maps);
	bool same = span_caseeq(to, buf_span(addr));
	buf_set(addr, to);
	return same ? ABSENT : FOUND;
}

static enum out
apply(const struct canonical *c, const struct addrmap *a,
    const struct canonical_maps *m, struct buf *addr, struct explain *e,
    struct why *w)
{
	struct round r = { .c = c, .a = a, .m = m, .to = ADDRS_INIT };
	enum found got = FOUND;
	int n;

	for (n = 0; n < ROUNDS_MAX && got == FOUND; n++)
		got = look(&r, addr, e, w);
	if (got == FOUND) {
		log_warn("unreasonable %s map nesting for %s",
		    known(m->param)->name, addr->s);
		explain_note(e, "more than %d rounds", ROUNDS_MAX);
	}
	addrs_clear(&r.to);
	return got == FAILED ? OUT_TEMP : OUT_OK;
}

enum out
canonical_apply(const struct canonical *c, const struct addrmap *a,
    unsigned use, struct buf *addr, struct explain *e, struct why *w)
{
	const struct canonical_maps *const order[] = {
		use & USE_SENDER ? &c->sender : &c->rcpt, &c->both };
	enum out out = OUT_OK;

	/* The null address stays: nobody may answer a notice. */
	for (size_t i = 0; addr->len > 0 && out == OUT_OK && i < 2; i++)
		if (order[i]->maps != NULL && (order[i]->uses & use))
			out = apply(c, a, order[i], addr, e, w);
	return out;
}
