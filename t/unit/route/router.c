/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "route/router.h"

static void
set(const char *name, const char *value)
{
	param_override(span_str(name), span_str(value));
}

static void
settings(void)
{
	set("myhostname", "mx.here.example");
	set("myorigin", "here.example");
	set("mydestination", "here.example");
	set("virtual_alias_domains", "alias.example");
	set("virtual_mailbox_domains", "box.example");
	set("relay_domains", "relay.example");
	set("recipient_delimiter", "+");
}

/* wanted: "transport|nexthop", or "Z text", "D text". */
static void
routes(const char *sender, const char *addr, const char *wanted)
{
	struct router r;
	struct route f = ROUTE_INIT;
	struct why w = WHY_INIT;
	struct buf got = BUF_INIT;

	router_open(&r);
	enum out out = router_find(&r, span_str(sender), span_str(addr), &f,
	    NULL, &w);
	if (out == OUT_OK)
		buf_addf(&got, "%s|%s", f.hop.transport.s, f.hop.nexthop.s);
	else
		buf_addf(&got, "%c %s", out_letter(out), w.text.s);
	wants_text(&got, wanted, strlen(wanted), addr);
	route_clear(&f);
	why_clear(&w);
	router_close(&r);
}

START_TEST(by_class)
{
	settings();
	routes("", "a@here.example", "local|mx.here.example");
	routes("", "a@alias.example",
	    "error|5.1.1 User unknown in virtual alias table");
	routes("", "a@box.example", "virtual|box.example");
	routes("", "a@relay.example", "relay|relay.example");
	routes("", "a@else.example", "smtp|else.example");
	routes("", "-a@else.example", "D bad address syntax");
	set("relayhost", "[gw.example]:587");
	routes("", "a@relay.example", "relay|[gw.example]:587");
	routes("", "a@else.example", "smtp|[gw.example]:587");
	routes("", "a@here.example", "local|mx.here.example");
	set("default_transport", "smtp:[other.example]");
	set("local_transport", "lmtp:unix:/run/lmtp");
	routes("", "a@else.example", "smtp|[other.example]");
	routes("", "a@here.example", "lmtp|unix:/run/lmtp");
	set("default_transport", ":x");
	routes("", "a@else.example", "Z mail system configuration error: "
	    "no transport for default mail");
}
END_TEST

START_TEST(by_sender)
{
	settings();
	set("relayhost", "[gw.example]");
	set("sender_dependent_relayhost_maps", "inline:{joe@here.example=[j], "
	    "@s.example=[s], own@s.example=DUNNO, <>=[null], ann=[ann]}");
	set("sender_dependent_default_transport_maps",
	    "inline:{joe@here.example=slow:, x@s.example=fast:[f], "
	    "own@s.example=dunno}");
	routes("joe+x@here.example", "a@else.example", "slow|[j]");
	routes("ann@here.example", "a@else.example", "smtp|[ann]");
	routes("any@s.example", "a@else.example", "smtp|[s]");
	routes("x@s.example", "a@else.example", "fast|[f]");
	routes("own@s.example", "a@else.example", "smtp|[gw.example]");
	routes("", "a@else.example", "smtp|[null]");
	routes("b@c.example", "a@else.example", "smtp|[gw.example]");
	routes("x@s.example", "a@relay.example", "relay|[s]");
	set("sender_dependent_relayhost_maps", "fail:x");
	routes("x@s.example", "a@here.example", "local|mx.here.example");
	routes("x@s.example", "a@else.example", "Z fail:x: x");
}
END_TEST

START_TEST(transport_tables)
{
	settings();
	set("relayhost", "[gw.example]");
	set("transport_maps", "inline:{a+x@t.example=one:[x], a@t.example=two:,"
	    " t.example=:[three], .t.example=four:[sub], n.example=:, "
	    "{e.example=error:5.7.1 not today}, e2.example=error:, "
	    "here.example=five}");
	routes("", "a+x@t.example", "one|[x]");
	routes("", "a+y@t.example", "two|t.example");
	routes("", "b@t.example", "smtp|[three]");
	routes("", "b@s.t.example", "four|[sub]");
	routes("", "b@r.s.t.example", "four|[sub]");
	routes("", "b@n.example", "smtp|[gw.example]");
	routes("", "b@e.example", "error|5.7.1 not today");
	routes("", "b@e2.example", "error|Address is undeliverable");
	routes("", "b@here.example", "five|here.example");
	set("transport_maps", "inline:{*=star:, t.example=t:}");
	set("parent_domain_matches_subdomains", "transport_maps");
	routes("", "a@alias.example",
	    "error|5.1.1 User unknown in virtual alias table");
	routes("", "b@x.t.example", "t|x.t.example");
	routes("", "b@n.example", "star|n.example");
	set("transport_maps", "inline:{x=y} fail:z");
	routes("", "b@n.example", "Z fail:z: z");
}
END_TEST

START_TEST(who_has_moved)
{
	settings();
	set("relocated_maps",
	    "inline:{joe@here.example=joe@new.example, ann=nowhere}");
	routes("", "joe+x@here.example",
	    "error|5.1.6 User has moved to joe@new.example");
	set("relocated_prefix_enable", "no");
	routes("", "ann@here.example", "error|nowhere");
	routes("", "ann@else.example", "smtp|else.example");
}
END_TEST

START_TEST(filters)
{
	struct hop h = HOP_INIT;

	settings();
	router_filter(SPAN("f:[127.0.0.1]:10024"), SPAN("a@b.example"), &h);
	ck_assert_str_eq(h.transport.s, "f");
	ck_assert_str_eq(h.nexthop.s, "[127.0.0.1]:10024");
	router_filter(SPAN("f:"), SPAN("a@b.example"), &h);
	ck_assert_str_eq(h.nexthop.s, "b.example");
	router_filter(SPAN("f"), SPAN("a"), &h);
	ck_assert_str_eq(h.nexthop.s, "mx.here.example");
	set("default_filter_nexthop", "x");
	router_filter(SPAN("f:"), SPAN("a@b.example"), &h);
	ck_assert_str_eq(h.nexthop.s, "x");
	hop_clear(&h);
}
END_TEST

START_TEST(every_step_is_told)
{
	static const enum explain_kind kinds[] = { EXPLAIN_REWRITE,
	    EXPLAIN_CLASS, EXPLAIN_TRANSPORT, EXPLAIN_NEXTHOP,
	    EXPLAIN_TRANSPORT };
	struct explain e = EXPLAIN_INIT;
	struct route f = ROUTE_INIT;
	struct router r;

	settings();
	set("relayhost", "[gw.example]");
	set("transport_maps", "inline:{b.example=x:}");
	router_open(&r);
	ck_assert_int_eq(router_find(&r, SPAN(""),
	    SPAN("a%b.example@here.example"), &f, &e, NULL), OUT_OK);
	ck_assert_uint_eq(e.n, 5);
	for (size_t i = 0; i < e.n; i++)
		ck_assert_int_eq(e.steps[i].kind, kinds[i]);
	ck_assert_str_eq(e.steps[4].param, "transport_maps");
	ck_assert(span_is(e.steps[4].key, "b.example"));
	router_close(&r);
	route_clear(&f);
	explain_clear(&e);
}
END_TEST

SUITE("route/router", by_class, by_sender, transport_tables, who_has_moved,
    filters, every_step_is_told)
