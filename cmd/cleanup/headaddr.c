/* SPDX-License-Identifier: ISC */
#include "headaddr.h"

#include "msg/address.h"

struct rewriting {
	const struct settings *set;
	enum rewrite_context ctx;
	unsigned	 use;
	bool		 tables;
	struct why	*w;
	bool		 failed;
};

static bool
map(void *arg, struct span internal, struct buf *out)
{
	struct rewriting *r = arg;
	const struct mapping *m = r->set->mapping;

	if (r->failed)
		return false;
	if (!r->tables)
		return rewrite_address(out, &m->rewrite, r->ctx, internal,
		    NULL);
	buf_addspan(out, internal);
	r->failed = mapping_address(m, r->use, r->ctx, out, NULL, r->w) !=
	    OUT_OK;
	return !r->failed && !span_eq(buf_span(out), internal);
}

bool
headaddr_rewrite(struct buf *out, const struct settings *set,
    enum rewrite_context ctx, bool tables, const struct header *f,
    struct why *w)
{
	struct rewriting r = {
		.set = set, .ctx = ctx, .tables = tables, .w = w,
		.use = header_flags(f->id) & HEADER_IS_SENDER ?
		    USE_HEADER_SENDER : USE_HEADER_RCPT,
	};
	size_t start = out->len;

	if (address_rewrite(out, f->body, set->token_limit, map, &r) &&
	    !r.failed)
		return true;
	buf_cut(out, start);
	return false;
}
