/* SPDX-License-Identifier: ISC */
#include "route.h"
#include "route/bcc.h"

static void
wants(enum found got, enum found wanted, const struct addrs *to,
    const char *text)
{
	struct buf b = BUF_INIT;

	ck_assert_int_eq(got, wanted);
	route_join(&b, to);
	if (got != FAILED)
		ck_assert_str_eq(b.s, text);
	buf_clear(&b);
}

START_TEST(copies)
{
	struct bcc b = {
		.always = SPAN("archive, log@d.example"),
		.sender = route_maps("inline:{ {joe@d.example = "
		    "boss@d.example}, {ann = two, three} }"),
		.rcpt = route_maps("inline:{@d.example=copies}"),
	};
	struct bcc none = { .always = SPAN("") };
	struct addrs to = ADDRS_INIT;
	struct why w = WHY_INIT;

	wants(bcc_always(&b, &route_how, &to, NULL, &w), FOUND, &to,
	    "archive@here.example, log@d.example");
	wants(bcc_sender(&b, &route_how, SPAN("joe+x@d.example"), &to, NULL, &w),
	    FOUND, &to, "boss@d.example");
	wants(bcc_sender(&b, &route_how, SPAN("ann@here.example"), &to, NULL,
	    &w), FOUND, &to, "two@here.example, three@here.example");
	wants(bcc_sender(&b, &route_how, SPAN("bob@d.example"), &to, NULL, &w),
	    ABSENT, &to, "");
	wants(bcc_sender(&b, &route_how, SPAN(""), &to, NULL, &w), ABSENT, &to,
	    "");
	wants(bcc_rcpt(&b, &route_how, SPAN("x@d.example"), &to, NULL, &w),
	    FOUND, &to, "copies@here.example");
	wants(bcc_always(&none, &route_how, &to, NULL, &w), ABSENT, &to, "");
	wants(bcc_rcpt(&none, &route_how, SPAN("x@y"), &to, NULL, &w), ABSENT,
	    &to, "");
	none.always = SPAN("a@\"b\"");
	wants(bcc_always(&none, &route_how, &to, NULL, &w), FAILED, &to, "");
	ck_assert(span_starts(buf_span(&w.text), SPAN("always_bcc: not an")));
	maps_close(b.sender);
	b.sender = route_maps("fail:no");
	wants(bcc_sender(&b, &route_how, SPAN("x@y"), &to, NULL, &w), FAILED,
	    &to, "");
	maps_close(b.sender);
	maps_close(b.rcpt);
	addrs_clear(&to);
	why_clear(&w);
}
END_TEST

UNIT("route/bcc", copies)
