/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include "route/transport.h"

static void
reads(const char *nexthop, bool retry, enum out out, const char *dsn,
    const char *text)
{
	struct why w = WHY_INIT;

	transport_reason(&w, span_str(nexthop), retry);
	ck_assert_msg(w.out == out, "%s: %c", nexthop, out_letter(w.out));
	ck_assert_str_eq(w.dsn, dsn);
	ck_assert_str_eq(w.text.s, text);
	why_clear(&w);
}

START_TEST(reasons)
{
	reads("no such host", false, OUT_PERM, "5.0.0", "no such host");
	reads("5.1.2  no such host", false, OUT_PERM, "5.1.2", "no such host");
	reads("4.2.1 later", false, OUT_TEMP, "4.2.1", "later");
	reads("2.0.0 fine", false, OUT_PERM, "5.0.0", "fine");
	reads("", false, OUT_PERM, "5.0.0", "Address is undeliverable");
	reads("5.1.2", false, OUT_PERM, "5.1.2", "Address is undeliverable");
	reads("busy", true, OUT_TEMP, "4.0.0", "busy");
	reads("5.7.1 busy", true, OUT_TEMP, "4.7.1", "busy");
	reads("a\nb\033c", false, OUT_PERM, "5.0.0", "a?b?c");
}
END_TEST

static void
becomes(const char *value, const char *transport, const char *nexthop)
{
	struct hop h = HOP_INIT;

	hop_set(&h, SPAN("old:[oldhop]"));
	hop_override(&h, span_str(value), SPAN("dom.example"));
	ck_assert_msg(strcmp(h.transport.s, transport) == 0 &&
	    strcmp(h.nexthop.s, nexthop) == 0, "%s gives %s:%s", value,
	    h.transport.s, h.nexthop.s);
	hop_clear(&h);
}

START_TEST(halves)
{
	becomes(":", "old", "[oldhop]");
	becomes(":[new]:25", "old", "[new]:25");
	becomes("new", "new", "dom.example");
	becomes("new:", "new", "dom.example");
	becomes("new:[hop]:2525", "new", "[hop]:2525");
	becomes("lmtp:unix:/run/lmtp", "lmtp", "unix:/run/lmtp");
	becomes("error:", "error", "Address is undeliverable");
	becomes("retry", "retry", "Address is undeliverable");
	becomes("error:5.7.1 no: never", "error", "5.7.1 no: never");
}
END_TEST

SUITE("route/transport", reasons, halves)
