/* SPDX-License-Identifier: ISC */
#include "route/virtual.h"

#include "base/htab.h"

struct expansion {
	const struct virtual *v;
	const struct addrmap *a;
	struct span	 addr;		/* where it began */
	struct addrs	*to;
	struct addrs	 got;		/* of the last lookup */
	struct htab	 final;		/* lower case: stands for itself */
	struct buf	 from, key;
	struct explain	*e;
	struct why	*w;
};

static enum out
too_much(struct expansion *x, const char *what, struct span addr)
{
	addr = span_head(addr, 300);
	explain_step(x->e, EXPLAIN_TROUBLE, addr, SPAN(""));
	explain_note(x->e, "unreasonable %s", what);
	return why_temp(x->w, "4.6.0", "unreasonable virtual_alias_maps map %s "
	    "for %.*s", what, SPAN_FMT(addr));
}

static struct span
key_of(struct expansion *x, struct span addr)
{
	buf_reset(&x->key);
	buf_addlower(&x->key, addr);
	return buf_span(&x->key);
}

/* The first address takes the place of the one at i, the others come last. */
static enum out
take(struct expansion *x, size_t i)
{
	for (size_t k = 0; k < x->got.n; k++) {
		struct span addr = addrs_get(&x->got, k);

		if (addr.len > x->v->length_limit)
			return too_much(x, "result", addr);
		explain_step(x->e, EXPLAIN_VIRTUAL, buf_span(&x->from), addr);
		explain_maps(x->e, P_virtual_alias_maps, x->v->maps);
		if (k == 0)
			buf_set(&x->to->a[i], addr);
		else
			addrs_add(x->to, addr);
		if (span_caseeq(addr, buf_span(&x->from)))
			htab_add(&x->final, key_of(x, addr));
	}
	return OUT_OK;
}

/* Looks the i-th address up until it is not found any more. */
static enum out
follow(struct expansion *x, size_t i)
{
	enum out out = OUT_OK;

	for (size_t n = 0; out == OUT_OK; n++) {
		buf_set(&x->from, addrs_get(x->to, i));
		if (htab_has(&x->final, key_of(x, buf_span(&x->from))))
			return OUT_OK;
		if (n >= x->v->recursion_limit)
			return too_much(x, "nesting", x->addr);
		switch (addrmap_get(x->a, x->v->maps, buf_span(&x->from),
		    x->v->propagate, &x->got, x->w)) {
		case FOUND:
			out = take(x, i);
			break;
		case ABSENT:
			return OUT_OK;
		case FAILED:
			return OUT_TEMP;
		}
	}
	return out;
}

enum out
virtual_expand(const struct virtual *v, const struct addrmap *a,
    struct span addr, struct addrs *to, struct explain *e, struct why *w)
{
	struct expansion x = { .v = v, .a = a, .addr = addr, .to = to,
	    .got = ADDRS_INIT, .final = HTAB_INIT, .from = BUF_INIT,
	    .key = BUF_INIT, .e = e, .w = w };
	enum out out = OUT_OK;

	addrs_reset(to);
	addrs_add(to, addr);
	if (v->maps == NULL)
		return OUT_OK;
	for (size_t i = 0; out == OUT_OK && i < to->n; i++)
		out = to->n > v->expansion_limit ?
		    too_much(&x, "expansion size", addr) : follow(&x, i);
	addrs_clear(&x.got);
	htab_clear(&x.final);
	buf_clear(&x.from);
	buf_clear(&x.key);
	return out;
}
