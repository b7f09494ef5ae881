/* SPDX-License-Identifier: ISC */
#include "route/router.h"

#include "msg/address.h"

static struct maps *
open_maps(enum param p, unsigned flags)
{
	return maps_open(span_str(param_str(p)), flags);
}

void
router_open(struct router *r)
{
	class_open(&r->classes);
	r->transports = open_maps(P_transport_maps,
	    TABLE_FOLD | TABLE_NO_SUBST);
	r->relocated = open_maps(P_relocated_maps, TABLE_FOLD);
	r->relayhosts = open_maps(P_sender_dependent_relayhost_maps,
	    TABLE_FOLD | TABLE_NO_SUBST);
	r->defaults = open_maps(P_sender_dependent_default_transport_maps,
	    TABLE_FOLD | TABLE_NO_SUBST);
	r->parents = maps_parents_match("transport_maps");
}

bool
router_changed(const struct router *r)
{
	return class_changed(&r->classes) || maps_changed(r->transports) ||
	    maps_changed(r->relocated) || maps_changed(r->relayhosts) ||
	    maps_changed(r->defaults);
}

void
router_close(struct router *r)
{
	class_close(&r->classes);
	maps_close(r->transports);
	maps_close(r->relocated);
	maps_close(r->relayhosts);
	maps_close(r->defaults);
}

void
route_clear(struct route *r)
{
	recipient_clear(&r->rcpt);
	hop_clear(&r->hop);
}

static enum found
find_address(struct router *r, struct maps *m, struct span addr,
    struct buf *value, struct why *w)
{
	struct maps_query q = { addr, MAPS_ADDRESS,
	    param_str(P_recipient_delimiter), class_is_home, &r->classes };

	return maps_find(m, &q, value, NULL, w);
}

/* What a table says for the sender; DUNNO is as if it had said nothing. */
static enum found
by_sender(struct router *r, struct maps *m, enum param table,
    enum param nobody, struct span sender, struct buf *value,
    struct explain *e, enum explain_kind kind, struct why *w)
{
	struct span key = sender.len > 0 ? sender : span_str(param_str(nobody));
	enum found got = find_address(r, m, key, value, w);

	if (got == FOUND) {
		explain_step(e, kind, key, buf_span(value));
		explain_maps(e, table, m);
		if (span_caseis(buf_span(value), "DUNNO"))
			return ABSENT;
	}
	return got;
}

static void
from_param(struct hop *h, enum param p, struct explain *e)
{
	struct span value = span_str(param_str(p));

	hop_set(h, value);
	explain_step(e, EXPLAIN_TRANSPORT, SPAN(""), value);
	explain_param(e, p);
}

/* What stands in main.cf or a table for mail to no class of ours. */
static enum found
elsewhere(struct router *r, struct span sender, struct buf *transport,
    struct explain *e, struct why *w)
{
	enum found got = by_sender(r, r->defaults,
	    P_sender_dependent_default_transport_maps,
	    P_empty_address_default_transport_maps_lookup_key, sender,
	    transport, e, EXPLAIN_TRANSPORT, w);

	if (got == FAILED)
		return FAILED;
	if (got == ABSENT) {
		buf_set(transport, span_str(param_str(P_default_transport)));
		explain_step(e, EXPLAIN_TRANSPORT, SPAN(""),
		    buf_span(transport));
		explain_param(e, P_default_transport);
	}
	return FOUND;
}

/* For mail that leaves: the relay host of the sender, or of all. */
static enum found
relay(struct router *r, struct span sender, struct hop *h, struct explain *e,
    struct why *w)
{
	struct buf value = BUF_INIT;
	const char *relayhost = param_str(P_relayhost);
	enum found got = by_sender(r, r->relayhosts,
	    P_sender_dependent_relayhost_maps,
	    P_empty_address_relayhost_maps_lookup_key, sender, &value, e,
	    EXPLAIN_NEXTHOP, w);

	if (got == FOUND) {
		buf_set(&h->nexthop, buf_span(&value));
	} else if (got == ABSENT && *relayhost != '\0') {
		buf_set(&h->nexthop, span_str(relayhost));
		explain_step(e, EXPLAIN_NEXTHOP, SPAN(""),
		    span_str(relayhost));
		explain_param(e, P_relayhost);
	}
	buf_clear(&value);
	return got;
}

static enum found
leave(struct router *r, struct span sender, struct route *f,
    struct explain *e, struct why *w)
{
	struct buf transport = BUF_INIT;
	enum found got = FOUND;

	if (f->rcpt.class == CLASS_ELSEWHERE)
		got = elsewhere(r, sender, &transport, e, w);
	if (got != FAILED)
		got = relay(r, sender, &f->hop, e, w);
	if (got != FAILED && f->rcpt.class == CLASS_ELSEWHERE)
		hop_set(&f->hop, buf_span(&transport));
	else if (got != FAILED)
		from_param(&f->hop, P_relay_transport, e);
	buf_clear(&transport);
	return got;
}

/* An address of a virtual alias domain would have become another one. */
static void
unknown_alias(struct hop *h, struct explain *e)
{
	buf_set(&h->transport, SPAN("error"));
	buf_reset(&h->nexthop);
	buf_addf(&h->nexthop, "5.1.1 User unknown%s",
	    param_bool(P_show_user_unknown_table_name) ?
	    " in virtual alias table" : "");
	explain_step(e, EXPLAIN_TRANSPORT, SPAN(""), SPAN("error"));
	explain_note(e, "nobody of that name in virtual_alias_maps");
}

static enum found
by_class(struct router *r, struct span sender, struct route *f,
    struct explain *e, struct why *w)
{
	buf_set(&f->hop.nexthop, recipient_domain(&f->rcpt));
	switch (f->rcpt.class) {
	case CLASS_LOCAL:
		from_param(&f->hop, P_local_transport, e);
		return FOUND;
	case CLASS_ALIAS:
		unknown_alias(&f->hop, e);
		return FOUND;
	case CLASS_MAILBOX:
		from_param(&f->hop, P_virtual_transport, e);
		return FOUND;
	case CLASS_RELAY:
	case CLASS_ELSEWHERE:
		break;
	}
	return leave(r, sender, f, e, w) == FAILED ? FAILED : FOUND;
}

static enum found
moved(struct router *r, struct route *f, struct explain *e, struct why *w)
{
	struct buf where = BUF_INIT;
	struct span addr = buf_span(&f->rcpt.addr);
	enum found got = find_address(r, r->relocated, addr, &where, w);

	if (got == FOUND) {
		explain_step(e, EXPLAIN_RELOCATED, addr, buf_span(&where));
		explain_maps(e, P_relocated_maps, r->relocated);
		buf_set(&f->hop.transport, SPAN("error"));
		buf_reset(&f->hop.nexthop);
		if (param_bool(P_relocated_prefix_enable))
			buf_adds(&f->hop.nexthop, "5.1.6 User has moved to ");
		buf_addspan(&f->hop.nexthop, buf_span(&where));
	}
	buf_clear(&where);
	return got;
}

static enum found
find(struct router *r, struct span sender, struct route *f,
    struct explain *e, struct why *w)
{
	enum found got = by_class(r, sender, f, e, w);

	if (got != FAILED && f->hop.transport.len == 0) {
		why_temp(w, "4.3.5", "mail system configuration error: "
		    "no transport for %s mail", class_word(f->rcpt.class));
		return FAILED;
	}
	if (got != FAILED && f->rcpt.class != CLASS_ALIAS)
		got = transport_find(r->transports, buf_span(&f->rcpt.addr),
		    r->parents, &f->hop, e, w);
	if (got != FAILED)
		got = moved(r, f, e, w);
	return got;
}

enum out
router_find(struct router *r, struct span sender, struct span addr,
    struct route *f, struct explain *e, struct why *w)
{
	buf_reset(&f->hop.transport);
	buf_reset(&f->hop.nexthop);
	if (recipient_find(&r->classes, addr, &f->rcpt, e, w) == FAILED)
		return OUT_TEMP;
	if (f->rcpt.bad)
		return why_perm(w, "5.1.3", "bad address syntax");
	class_nag(&r->classes, recipient_domain(&f->rcpt), f->rcpt.class);
	if (find(r, sender, f, e, w) == FAILED)
		return OUT_TEMP;
	if (f->rcpt.addr.s[0] == '-' && !param_bool(P_allow_min_user))
		return why_perm(w, "5.1.3", "bad address syntax");
	return OUT_OK;
}

void
router_filter(struct span value, struct span addr, struct hop *h)
{
	struct span local, domain;
	const char *def = param_str(P_default_filter_nexthop);

	address_split(addr, &local, &domain);
	buf_set(&h->nexthop, *def != '\0' ? span_str(def) :
	    domain.len > 0 ? domain : span_str(param_str(P_myhostname)));
	hop_set(h, value);
}
