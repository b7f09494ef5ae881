/* SPDX-License-Identifier: ISC */
#include "route.h"
#include "route/canonical.h"
#include "sys/log.h"

static const struct log_conf no_log = { .syslog_name = "test",
    .facility = "mail", .file = "/dev/null" };

struct tables {
	const char *sender, *rcpt, *both;
};

static enum out
run(const struct tables *t, unsigned use, struct buf *addr, struct explain *e)
{
	struct canonical c = {
		.sender = { route_maps(t->sender), P_sender_canonical_maps,
		    USE_ENVELOPE_SENDER | USE_HEADER_SENDER },
		.rcpt = { route_maps(t->rcpt), P_recipient_canonical_maps,
		    USE_ENVELOPE_RCPT },
		.both = { route_maps(t->both), P_canonical_maps, 15 },
		.propagate = true,
	};
	struct why w = WHY_INIT;
	enum out out;

	log_configure(&no_log);
	out = canonical_apply(&c, &route_how, use, addr, e, &w);
	ck_assert(out == OUT_OK || w.text.len > 0);
	maps_close(c.sender.maps);
	maps_close(c.rcpt.maps);
	maps_close(c.both.maps);
	why_clear(&w);
	return out;
}

static void
check(const struct tables *t, unsigned use, const char *in,
    const char *wanted, size_t steps)
{
	struct explain e = EXPLAIN_INIT;
	struct buf b = BUF_INIT;

	buf_adds(&b, in);
	ck_assert_int_eq(run(t, use, &b, &e), OUT_OK);
	ck_assert_str_eq(b.s, wanted);
	ck_assert_uint_eq(e.n, steps);
	explain_clear(&e);
	buf_clear(&b);
}

START_TEST(uses)
{
	const struct tables t = {
		.sender = "inline:{ a@x.example=s@x.example }",
		.rcpt = "inline:{ a@x.example=r@x.example }",
		.both = "inline:{ s@x.example=s2@x.example, "
		    "r@x.example=r2@x.example, a@x.example=b@x.example }",
	};

	check(&t, USE_ENVELOPE_SENDER, "a@x.example", "s2@x.example", 2);
	check(&t, USE_HEADER_SENDER, "a@x.example", "s2@x.example", 2);
	check(&t, USE_ENVELOPE_RCPT, "a@x.example", "r2@x.example", 2);
	check(&t, USE_HEADER_RCPT, "a@x.example", "b@x.example", 1);
	check(&t, USE_HEADER_RCPT, "z@x.example", "z@x.example", 0);
}
END_TEST

START_TEST(rounds)
{
	const struct tables t = { "", "", "inline:{ "
	    "1@x.example=2@x.example, 2@x.example=3@x.example, "
	    "a@x.example=b@x.example, b@x.example=a@x.example, "
	    "self@x.example=SELF@x.example, @y.example=@z.example, "
	    "{many@x.example=m@x.example, n@x.example} }" };

	check(&t, USE_HEADER_RCPT, "1@x.example", "3@x.example", 2);
	check(&t, USE_HEADER_RCPT, "1+e@x.example", "3+e@x.example", 2);
	check(&t, USE_HEADER_RCPT, "a@x.example", "a@x.example", 10);
	check(&t, USE_HEADER_RCPT, "self@x.example", "SELF@x.example", 1);
	check(&t, USE_HEADER_RCPT, "j@y.example", "j@z.example", 1);
	check(&t, USE_HEADER_RCPT, "many@x.example", "m@x.example", 1);
}
END_TEST

START_TEST(doubt)
{
	const struct tables t = { "", "fail:no", "static:b@x.example" };
	struct buf b = BUF_INIT;

	buf_adds(&b, "a@x.example");
	ck_assert_int_eq(run(&t, USE_ENVELOPE_RCPT, &b, NULL), OUT_TEMP);
	check(&t, USE_HEADER_RCPT, "a@x.example", "b@x.example", 2);
	check(&t, USE_ENVELOPE_SENDER, "", "", 0);
	buf_clear(&b);
}
END_TEST

UNIT("route/canonical", uses, rounds, doubt)
