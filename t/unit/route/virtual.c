/* SPDX-License-Identifier: ISC */
#include "route.h"
#include "route/virtual.h"

static enum out
run(const char *list, struct virtual v, const char *in, struct buf *got,
    struct explain *e, struct why *w)
{
	struct addrs to = ADDRS_INIT;

	v.maps = route_maps(list);
	enum out out = virtual_expand(&v, &route_how, span_str(in), &to, e, w);
	route_join(got, &to);
	addrs_clear(&to);
	maps_close(v.maps);
	return out;
}

static const struct virtual limits = { .recursion_limit = 5,
    .expansion_limit = 5, .length_limit = 30, .propagate = true };

static void
check(const char *list, const char *in, const char *wanted)
{
	struct buf got = BUF_INIT;
	struct why w = WHY_INIT;

	ck_assert_msg(run(list, limits, in, &got, NULL, &w) == OUT_OK, "%s: %s",
	    in, w.text.s);
	ck_assert_str_eq(got.s, wanted);
	buf_clear(&got);
	why_clear(&w);
}

static void
fails(const char *list, const char *in, const char *dsn, const char *text)
{
	struct buf got = BUF_INIT;
	struct why w = WHY_INIT;

	ck_assert_int_eq(run(list, limits, in, &got, NULL, &w), OUT_TEMP);
	ck_assert_str_eq(w.dsn, dsn);
	ck_assert_msg(strstr(w.text.s, text) != NULL, "%s", w.text.s);
	buf_clear(&got);
	why_clear(&w);
}

START_TEST(expansion)
{
	const char *t = "inline:{ "
	    "{team@v.example = ann, bob@v.example, ann@v.example}, "
	    "{bob@v.example = bob@host.example}, "
	    "{ann = ann@a.example, ann@b.example}, "
	    "{ann@v.example = ann@a.example}, "
	    "{@d.example = @v.example}, "
	    "{self@v.example = self@v.example, other@v.example}, "
	    "{other@v.example = self@v.example} }";

	check(t, "nobody@x.example", "nobody@x.example");
	check(t, "bob@v.example", "bob@host.example");
	check(t, "bob+x@v.example", "bob+x@host.example");
	/* the first takes its place, the others come last */
	check(t, "team@v.example", "ann@a.example, bob@host.example, "
	    "ann@a.example, ann@b.example");
	check(t, "bob@d.example", "bob@host.example");
	check(t, "self@v.example", "self@v.example, self@v.example");
	check(t, "Self@v.example", "self@v.example, self@v.example");
	check("", "a@b", "a@b");
}
END_TEST

START_TEST(lists)
{
	const char *t = "inline:{ {a@b.example = 1, 2, 3, 4, 5}, "
	    "{6@b.example = 1, 2, 3, 4, 5, 6}, "
	    "{x@b.example = y@b.example}, {y@b.example = x@b.example}, "
	    "{long@b.example = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.example}, "
	    "{c1@b.example = c2@b.example}, {c2@b.example = c3@b.example}, "
	    "{c3@b.example = c4@b.example}, {c4@b.example = c5@b.example}, "
	    "{c0@b.example = c1@b.example} }";

	check(t, "a@b.example", "1@here.example, 2@here.example, "
	    "3@here.example, 4@here.example, 5@here.example");
	check(t, "c1@b.example", "c5@b.example");
	fails(t, "6@b.example", "4.6.0", "expansion size for 6@b.example");
	fails(t, "x@b.example", "4.6.0", "nesting for x@b.example");
	fails(t, "c0@b.example", "4.6.0", "nesting for c0@b.example");
	fails(t, "long@b.example", "4.6.0", "result for aaaa");
	fails("fail:no", "a@b.example", "4.3.5", "fail:no");
	fails("inline:{a@b.example=c} fail:no", "a@b.example", "4.3.5", "no");
}
END_TEST

START_TEST(explained)
{
	struct explain e = EXPLAIN_INIT;
	struct buf got = BUF_INIT;
	struct why w = WHY_INIT;

	run("inline:{ {a@b.example = 1@c.example, 2@c.example}, "
	    "{2@c.example = 3@c.example} }", limits, "a@b.example", &got, &e,
	    &w);
	ck_assert_uint_eq(e.n, 3);
	ck_assert(span_is(e.steps[1].from, "a@b.example"));
	ck_assert(span_is(e.steps[1].to, "2@c.example"));
	ck_assert(span_is(e.steps[2].key, "2@c.example"));
	ck_assert_str_eq(e.steps[2].param, "virtual_alias_maps");
	explain_clear(&e);
	buf_clear(&got);
	why_clear(&w);
}
END_TEST

UNIT("route/virtual", expansion, lists, explained)
