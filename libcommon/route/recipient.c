/* SPDX-License-Identifier: ISC */
#include "route/recipient.h"

#include "msg/address.h"
#include "wire/domain.h"

enum { STEPS_MORE = 100 };	/* than bytes: no address needs so many */

void
recipient_clear(struct recipient *r)
{
	buf_clear(&r->addr);
}

struct span
recipient_domain(const struct recipient *r)
{
	struct span local, domain;

	address_split(buf_span(&r->addr), &local, &domain);
	return domain;
}

/* A domain without a dot is one of ours; a dot at its end says no more. */
static void
complete_domain(struct buf *addr)
{
	struct span local, domain;

	if (!address_split(buf_span(addr), &local, &domain) ||
	    domain.len == 0 || domain.p[0] == '[')
		return;
	const char *more = param_str(P_mydomain);
	if (span_find(domain, '.') == SPAN_NONE && *more != '\0' &&
	    param_bool(P_append_dot_mydomain))
		buf_addf(addr, ".%s", more);
}

static void
swap(struct buf *addr, size_t bang)
{
	struct buf b = BUF_INIT;

	buf_addspan(&b, span_from(buf_span(addr), bang + 1));
	buf_addc(&b, '@');
	buf_addspan(&b, span_head(buf_span(addr), bang));
	buf_set(addr, buf_span(&b));
	buf_clear(&b);
}

/* In a local part: the @, % or ! that sends it on becomes the @ of a whole
 * address. False when there is none. One that would need quotes is looked
 * into as well: the next host might. */
static bool
follow(struct buf *addr)
{
	struct span local = buf_span(addr);
	bool quoted = local.len > 0 && !address_is_plain(local);
	bool bangs = param_bool(P_swap_bangpath);
	bool percents = param_bool(P_allow_percent_hack);
	size_t bang = bangs ? span_find(local, '!') : SPAN_NONE;
	size_t percent = percents ? span_rfind(local, '%') : SPAN_NONE;

	if (quoted && !param_bool(P_resolve_dequoted_address))
		return false;
	if (quoted && span_find(local, '@') != SPAN_NONE)
		;
	else if (bang != SPAN_NONE && !(quoted && percent != SPAN_NONE))
		swap(addr, bang);
	else if (percent != SPAN_NONE)
		addr->s[percent] = '@';
	else
		return false;
	complete_domain(addr);
	return true;
}

static void
drop_last_dot(struct buf *addr)
{
	size_t n = addr->len;

	if (n >= 2 && addr->s[n - 1] == '.' && addr->s[n - 2] != '.' &&
	    addr->s[n - 2] != '@')
		buf_cut(addr, n - 1);
}

enum taken { TAKEN, TAKEN_NOT, TAKEN_FAILED };

/* Takes @domain off the address, into home, when it is this host's. */
static enum taken
take_home(struct classes *c, struct buf *addr, struct buf *home, bool *at,
    struct why *w)
{
	struct span local, domain;

	if (!address_split(buf_span(addr), &local, &domain))
		return TAKEN;
	drop_last_dot(addr);
	address_split(buf_span(addr), &local, &domain);
	if (domain.len > 0)
		switch (class_is_local(c, domain, w)) {
		case FOUND:
			break;
		case ABSENT:
			return TAKEN_NOT;
		case FAILED:
			return TAKEN_FAILED;
		}
	if (domain.len > 0 || !param_bool(P_resolve_null_domain)) {
		buf_set(home, domain);
		*at = true;
	}
	buf_cut(addr, local.len);
	return TAKEN;
}

/* Without a route left the address is somebody here: at the host's name that
 * was taken off last. Nobody is empty_address_recipient. */
static bool
settle(struct buf *addr, struct buf *home, bool at)
{
	if (addr->len == 0) {
		buf_adds(addr, param_str(P_empty_address_recipient));
		return false;
	}
	if (!at) {
		buf_addf(addr, "@%s", param_str(P_myhostname));
		return false;
	}
	buf_addc(addr, '@');
	buf_addspan(addr, buf_span(home));
	return true;
}

static enum found
walk(struct classes *c, struct buf *addr, struct why *w)
{
	struct buf home = BUF_INIT;
	size_t most = addr->len + STEPS_MORE;
	bool at = false, end = false;
	enum taken took = TAKEN;

	for (size_t i = 0; !end && i < most; i++) {
		took = take_home(c, addr, &home, &at, w);
		end = took != TAKEN ||
		    (!follow(addr) && settle(addr, &home, at));
	}
	buf_clear(&home);
	if (!end)
		why_temp(w, "4.3.0", "the address leads nowhere: "
		    "empty_address_recipient or myhostname is wrong");
	return end && took != TAKEN_FAILED ? FOUND : FAILED;
}

/* 192.0.2.1 without brackets means [192.0.2.1], where that is allowed. */
static bool
add_brackets(struct recipient *r)
{
	struct span domain = recipient_domain(r), text;
	struct buf b = BUF_INIT;
	bool ok = false;

	if (param_bool(P_resolve_numeric_domain)) {
		buf_adds(&b, span_find(domain, ':') == SPAN_NONE ? "[" :
		    "[IPv6:");
		buf_addspan(&b, domain);
		buf_addc(&b, ']');
		ok = domain_literal(buf_span(&b), &text);
	}
	if (ok) {
		buf_cut(&r->addr, r->addr.len - domain.len);
		buf_addspan(&r->addr, buf_span(&b));
	}
	buf_clear(&b);
	return ok;
}

static bool
is_bad(const struct recipient *r)
{
	struct span domain = recipient_domain(r), text;

	return domain.len > 0 && domain.p[0] == '[' ?
	    !domain_literal(domain, &text) :
	    !domain_ok(domain, param_bool(P_smtputf8_enable));
}

static bool
is_routed(const struct recipient *r)
{
	struct span local, domain;

	address_split(buf_span(&r->addr), &local, &domain);
	for (size_t i = 0; i < local.len; i++)
		if (strchr("@!%", local.p[i]) != NULL && local.p[i] != '\0')
			return true;
	return false;
}

enum found
recipient_find(struct classes *c, struct span addr, struct recipient *r,
    struct explain *e, struct why *w)
{
	enum found got;

	buf_set(&r->addr, addr);
	r->class = CLASS_ELSEWHERE;
	r->bad = r->routed = false;
	got = walk(c, &r->addr, w);
	if (got == FOUND && is_bad(r) && add_brackets(r))
		got = walk(c, &r->addr, w);
	if (got == FAILED)
		return FAILED;
	if (!span_eq(buf_span(&r->addr), addr)) {
		explain_step(e, EXPLAIN_REWRITE, addr, buf_span(&r->addr));
		explain_note(e, "taken as");
	}
	r->bad = is_bad(r);
	if (r->bad)
		return FOUND;
	r->routed = is_routed(r);
	return class_find(c, recipient_domain(r), &r->class, e, w);
}
