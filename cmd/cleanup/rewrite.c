/* SPDX-License-Identifier: ISC */
#include "rewrite.h"

#include "msg/address.h"

/* site!user and user%domain of an address without @ become user@site. */
static bool
add_converted(struct buf *out, const struct settings *set, struct span local)
{
	size_t at;

	if (set->swap_bangpath &&
	    (at = span_find(local, '!')) != SPAN_NONE && at > 0) {
		buf_addspan(out, span_from(local, at + 1));
		buf_addc(out, '@');
		buf_addspan(out, span_head(local, at));
		return true;
	}
	if (set->percent_hack &&
	    (at = span_rfind(local, '%')) != SPAN_NONE && at > 0) {
		buf_addspan(out, span_head(local, at));
		buf_addc(out, '@');
		buf_addspan(out, span_from(local, at + 1));
		return true;
	}
	return false;
}

static void
add_local(struct buf *out, const struct settings *set, enum rewrite_context ctx,
    struct span local, const char *origin)
{
	if (ctx == REWRITE_LOCAL && add_converted(out, set, local))
		return;
	buf_addspan(out, local);
	if (origin[0] != '\0')
		buf_addf(out, "@%s", origin);
}

static void
add_domain(struct buf *out, struct span domain, const char *dot_domain)
{
	while (domain.len > 1 && domain.p[domain.len - 1] == '.')
		domain.len--;
	buf_addspan(out, domain);
	if (dot_domain[0] != '\0' && span_find(domain, '.') == SPAN_NONE &&
	    domain.p[0] != '[')
		buf_addf(out, ".%s", dot_domain);
}

bool
rewrite_address(struct buf *out, const struct settings *set,
    enum rewrite_context ctx, struct span addr)
{
	const char *origin = ctx == REWRITE_REMOTE ? set->remote_domain :
	    set->append_at ? set->myorigin : "";
	const char *dot = ctx == REWRITE_REMOTE ? set->remote_domain :
	    set->append_dot ? set->mydomain : "";
	struct span local, domain;
	size_t start = out->len;

	if (ctx == REWRITE_NONE || addr.len == 0) {
		buf_addspan(out, addr);
		return false;
	}
	bool split = address_split(addr, &local, &domain);
	if (split && domain.len > 0) {
		buf_addspan(out, local);
		buf_addc(out, '@');
		add_domain(out, domain, dot);
	} else
		add_local(out, set, ctx, split ? local : addr, origin);
	return !span_eq(span_from(buf_span(out), start), addr);
}

struct mapping {
	const struct settings *set;
	enum rewrite_context   ctx;
};

static bool
map(void *arg, struct span internal, struct buf *out)
{
	const struct mapping *m = arg;
	size_t start = out->len;

	if (rewrite_address(out, m->set, m->ctx, internal))
		return true;
	buf_cut(out, start);
	return false;
}

bool
rewrite_header(struct buf *out, const struct settings *set,
    enum rewrite_context ctx, struct span body)
{
	struct mapping m = { set, ctx };
	size_t start = out->len;

	if (ctx == REWRITE_NONE)
		return false;
	if (address_rewrite(out, body, set->token_limit, map, &m))
		return true;
	buf_cut(out, start);
	return false;
}
