/* SPDX-License-Identifier: ISC */
#include "route/rewrite.h"

#include "msg/address.h"

void
rewrite_read(struct rewrite *r)
{
	*r = (struct rewrite){
		.origin = param_str(P_myorigin),
		.domain = param_str(P_mydomain),
		.remote = param_str(P_remote_header_rewrite_domain),
		.host = param_bool(P_resolve_null_domain) ?
		    param_str(P_myhostname) : NULL,
		.append_at = param_bool(P_append_at_myorigin),
		.append_dot = param_bool(P_append_dot_mydomain),
		.percent_hack = param_bool(P_allow_percent_hack),
		.swap_bangpath = param_bool(P_swap_bangpath),
	};
}

/* "@a,@b:user@c" is user@c, whatever the way there. */
static struct span
without_route(struct span addr)
{
	size_t colon = span_find(addr, ':');

	if (addr.p[0] != '@' || colon == SPAN_NONE || colon + 1 == addr.len)
		return addr;
	return span_from(addr, colon + 1);
}

/* "user" of host "host", which may be empty: "user@" stays what it is. */
static void
add(struct buf *out, struct span user, struct span host)
{
	buf_addspan(out, user);
	buf_addc(out, '@');
	buf_addspan(out, host);
}

/* An address without a domain. In a local part that only quotes make possible
 * ! and % mean nothing. False when nothing has been added. */
static bool
add_bare(struct buf *out, const struct rewrite *r, struct span origin,
    struct span local, enum param *by)
{
	bool plain = address_is_plain(local);
	size_t at;

	if (plain && r->swap_bangpath &&
	    (at = span_find(local, '!')) != SPAN_NONE) {
		*by = P_swap_bangpath;
		add(out, span_from(local, at + 1), span_head(local, at));
	} else if (plain && r->percent_hack &&
	    (at = span_rfind(local, '%')) != SPAN_NONE) {
		*by = P_allow_percent_hack;
		add(out, span_head(local, at), span_from(local, at + 1));
	} else if (r->append_at && origin.len > 0) {
		add(out, local, origin);
	} else {
		buf_addspan(out, local);
		return false;
	}
	return true;
}

/* What is behind the @ gets a domain if it has none. A dot at its end says that
 * it is complete; the dot is taken off. */
static void
complete_domain(struct buf *out, const struct rewrite *r, size_t at,
    struct span dot_domain, enum param *by)
{
	struct span domain = span_from(buf_span(out), at);

	if (domain.len == 0)
		return;
	if (r->append_dot && dot_domain.len > 0 &&
	    span_find(domain, '.') == SPAN_NONE &&
	    span_find(domain, '[') == SPAN_NONE) {
		*by = P_append_dot_mydomain;
		buf_addc(out, '.');
		buf_addspan(out, dot_domain);
	}
	domain = span_from(buf_span(out), at);
	if (domain.len > 1 && domain.p[domain.len - 1] == '.' &&
	    domain.p[domain.len - 2] != '.')
		buf_cut(out, out->len - 1);
}

static void
add_complete(struct buf *out, const struct rewrite *r,
    enum rewrite_context ctx, struct span addr, enum param *by)
{
	bool remote = ctx == REWRITE_REMOTE;
	struct span origin = span_str(remote ? r->remote : r->origin);
	struct span domain = span_str(remote ? r->remote : r->domain);
	size_t start = out->len, at = span_rfind(addr, '@');

	if (at == SPAN_NONE) {
		if (!add_bare(out, r, origin, addr, by))
			return;
		at = span_rfind(span_from(buf_span(out), start), '@');
	} else {
		buf_addspan(out, addr);
	}
	if (at > 0 && start + at + 1 == out->len && r->host != NULL) {
		*by = P_resolve_null_domain;
		buf_adds(out, r->host);
	}
	complete_domain(out, r, start + at + 1, domain, by);
}

bool
rewrite_address(struct buf *out, const struct rewrite *r,
    enum rewrite_context ctx, struct span addr, struct explain *e)
{
	enum param by = ctx == REWRITE_REMOTE ?
	    P_remote_header_rewrite_domain : P_myorigin;
	size_t start = out->len;

	if (ctx == REWRITE_NONE || addr.len == 0) {
		buf_addspan(out, addr);
		return false;
	}
	add_complete(out, r, ctx, without_route(addr), &by);
	struct span to = span_from(buf_span(out), start);
	if (span_eq(to, addr))
		return false;
	explain_step(e, EXPLAIN_REWRITE, addr, to);
	explain_param(e, by);
	return true;
}
