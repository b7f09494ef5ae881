/* SPDX-License-Identifier: ISC */
#include <check.h>
#include <stdlib.h>

#include "table/maps.h"
#include "table/matchlist.h"

static enum found
is_local(void *arg, struct span domain, struct why *w)
{
	return span_is(domain, "here.example") ? FOUND : ABSENT;
}

static void
wants(const char *list, unsigned how, const char *address, enum found wanted,
    const char *text, const char *wanted_ext)
{
	struct maps *m = maps_open(span_str(list), TABLE_FOLD);
	struct maps_query q = { span_str(address), how, "+", is_local, NULL };
	struct buf value = BUF_INIT, ext = BUF_INIT;
	struct why w = WHY_INIT;
	enum found got = maps_find(m, &q, &value, &ext, &w);

	ck_assert_msg(got == wanted, "%s: %d, %s", address, got, w.text.s);
	if (got == FOUND) {
		ck_assert_str_eq(value.s, text);
		ck_assert_str_eq(ext.s, wanted_ext);
	}
	why_clear(&w);
	buf_clear(&value);
	buf_clear(&ext);
	maps_close(m);
}

START_TEST(addresses)
{
	const char *m = "inline:{ u+x@d.example=1, u@d.example=2, w=3, "
	    "@d.example=4, e.example=5, .f.example=6, {\"a b\"@d.example=7}, "
	    "h@=8 }";
	unsigned all = MAPS_ADDRESS | MAPS_DOMAIN | MAPS_USER_AT;

	wants(m, MAPS_ADDRESS, "U+x@D.example", FOUND, "1", "");
	wants(m, MAPS_ADDRESS, "u+y@d.example", FOUND, "2", "+y");
	wants(m, MAPS_ADDRESS, "u+y@d.example", FOUND, "2", "+y");
	wants(m, MAPS_ADDRESS, "w+y@here.example", FOUND, "3", "+y");
	wants(m, MAPS_ADDRESS, "w+y@there.example", ABSENT, "", "");
	wants(m, MAPS_ADDRESS, "w+y@d.example", FOUND, "4", "");
	wants(m, MAPS_ADDRESS, "a b@d.example", FOUND, "7", "");
	wants(m, MAPS_ADDRESS, "x@e.example", ABSENT, "", "");
	wants(m, all, "x@e.example", FOUND, "5", "");
	wants(m, all, "x@s.e.example", ABSENT, "", "");
	wants(m, all | MAPS_PARENTS, "x@s.e.example", FOUND, "5", "");
	wants(m, all | MAPS_DOT_PARENTS, "x@s.e.example", ABSENT, "", "");
	wants(m, all | MAPS_DOT_PARENTS, "x@s.t.f.example", FOUND, "6", "");
	wants(m, all, "h+i@z.example", FOUND, "8", "+i");
	wants(m, MAPS_FULL, "u+y@d.example", ABSENT, "", "");
	wants(m, MAPS_ADDRESS, "", ABSENT, "", "");
	wants(m, MAPS_ADDRESS, "w", FOUND, "3", "");
	/* patterns are asked for whole addresses only */
	wants("regexp:{ {/^u@d/ 1} }", MAPS_ADDRESS, "u+x@d.example", ABSENT,
	    "", "");
	wants("regexp:{ {/u.*@d/ 1} }", MAPS_ADDRESS, "u+x@d.example", FOUND,
	    "1", "");
	wants("fail:no inline:{x=y}", MAPS_ADDRESS, "x", FAILED, "", "");
	wants("inline:{x=y} fail:no", MAPS_ADDRESS, "x", FOUND, "y", "");
	wants("static:{}", MAPS_ADDRESS, "x", FAILED, "", "");
	wants("", MAPS_ADDRESS, "x", ABSENT, "", "");
}
END_TEST

START_TEST(extensions)
{
	ck_assert_uint_eq(maps_split_local(SPAN("a+b"), "+"), 1);
	ck_assert_uint_eq(maps_split_local(SPAN("+b"), "+"), 2);
	ck_assert_uint_eq(maps_split_local(SPAN("+b+c"), "+"), 4);
	ck_assert_uint_eq(maps_split_local(SPAN("a+"), "+"), 1);
	ck_assert_uint_eq(maps_split_local(SPAN("a++b"), "+"), 1);
	ck_assert_uint_eq(maps_split_local(SPAN("a-b+c"), "+-"), 1);
	ck_assert_uint_eq(maps_split_local(SPAN("owner-x"), "-"), 7);
	ck_assert_uint_eq(maps_split_local(SPAN("x-request"), "-"), 9);
	ck_assert_uint_eq(maps_split_local(SPAN("owner-x"), "+"), 7);
	ck_assert_uint_eq(maps_split_local(SPAN("owner+x"), "+-"), 5);
	ck_assert_uint_eq(maps_split_local(SPAN("-request"), "-"), 8);
	ck_assert_uint_eq(maps_split_local(SPAN("MAILER-daemon"), "-"), 13);
	ck_assert_uint_eq(maps_split_local(SPAN("PostMaster"), "ma"), 10);
	ck_assert_uint_eq(maps_split_local(SPAN("double-bounce"), "-"), 13);
	ck_assert_uint_eq(maps_split_local(SPAN("a+b"), ""), 3);
	ck_assert(maps_parents_match("relay_domains"));
	ck_assert(!maps_parents_match("mydestination"));
}
END_TEST

static void
matches(const char *list, unsigned kinds, const char *name, const char *addr,
    enum found wanted)
{
	struct matchlist *m = matchlist_open(span_str(list), kinds);
	struct why w = WHY_INIT;
	enum found got = matchlist_match(m, span_str(name), span_str(addr), &w);

	ck_assert_msg(got == wanted, "%s: %s %s: %d, %s", list, name, addr,
	    got, w.text.s);
	ck_assert(got != FAILED || w.text.len > 0);
	why_clear(&w);
	matchlist_close(m);
}

START_TEST(lists)
{
	const char *nets = "127.0.0.0/8 [::1]/128, !10.0.0.1 10.0.0.0/8";
	unsigned client = MATCH_DOMAINS | MATCH_ADDRESSES;

	matches("a.example, b.example", MATCH_NAMES, "B.Example", "", FOUND);
	matches("a.example, b.example", MATCH_NAMES, "x.b.example", "", ABSENT);
	matches("b.example", MATCH_DOMAINS, "x.b.example", "", ABSENT);
	matches(".b.example", MATCH_DOMAINS, "x.b.example", "", FOUND);
	matches(".b.example", MATCH_DOMAINS, "b.example", "", ABSENT);
	matches("b.example", MATCH_DOMAINS | MATCH_PARENTS, "x.b.example", "",
	    FOUND);
	matches("b.example", MATCH_DOMAINS | MATCH_PARENTS, "xb.example", "",
	    ABSENT);
	matches("!a.b.example, b.example", MATCH_DOMAINS | MATCH_PARENTS,
	    "a.b.example", "", ABSENT);
	matches("inline:{b.example=1}", MATCH_DOMAINS | MATCH_PARENTS,
	    "x.b.example", "", FOUND);
	matches("inline:{b.example=1}", MATCH_DOMAINS, "x.b.example", "",
	    ABSENT);
	matches("inline:{.b.example=1}", MATCH_DOMAINS, "x.b.example", "",
	    FOUND);
	matches("inline:{b.example=1}", MATCH_NAMES, "x.b.example", "", ABSENT);
	matches(nets, client, "", "127.9.9.9", FOUND);
	matches(nets, client, "", "::ffff:127.9.9.9", FOUND);
	matches(nets, client, "unknown", "::1", FOUND);
	matches(nets, client, "", "10.0.0.1", ABSENT);
	matches(nets, client, "", "10.0.0.2", FOUND);
	matches(nets, client, "", "", ABSENT);
	matches("h.example 10.0.0.0/8", client, "h.example", "1.2.3.4", FOUND);
	matches("fe80::1", client, "", "fe80::1", FAILED);
	matches("[fe80::1]", client, "", "fe80::1%eth0", FOUND);
}
END_TEST

START_TEST(doubt)
{
	unsigned client = MATCH_DOMAINS | MATCH_ADDRESSES;

	matches("fail:x", MATCH_NAMES, "a", "", FAILED);
	matches("!fail:x a", MATCH_NAMES, "a", "", FAILED);
	matches("a fail:x", MATCH_NAMES, "a", "", FOUND);
	matches("/nonexistent/file", MATCH_NAMES, "a", "", FAILED);
	matches("!/nonexistent/file a", MATCH_NAMES, "a", "", FAILED);
	matches("10.0.0.1/8", client, "", "10.2.3.4", FAILED);
	matches("1.2.3.0/33", client, "", "1.2.3.4", FAILED);
	matches("", client, "x", "1.2.3.4", ABSENT);
	matches("!", client, "x", "", FAILED);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("table/maps");
	TCase *c = tcase_create("all");
	SRunner *r = srunner_create(s);

	tcase_add_test(c, addresses);
	tcase_add_test(c, extensions);
	tcase_add_test(c, lists);
	tcase_add_test(c, doubt);
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
