/* SPDX-License-Identifier: ISC */
#include "route.h"

static const char entries[] = "inline:{ "
	"{joe@d.example = ann}, "
	"{many@d.example = ann, Bob <bob@host> (x) c@d.example.,cy%e.example}, "
	"{@all.example = @other}, "
	"{@two.example = @a.example, @b.example}, "
	"{here = there}, "
	"{null@d.example = <>}, "
	"{list@d.example = <>, ann}, "
	"{empty@d.example = (nothing)}, "
	"{bad@d.example = a@\"b\"}, "
	"{ext+known@d.example = x+known}, "
	"{ext@d.example = x, y@z.example}, "
	"{\"a b\"@d.example = \"c d\"@e.example} }";

static void
check(const char *list, const char *in, bool propagate, enum found wanted,
    const char *text)
{
	struct maps *m = route_maps(list);
	struct addrs to = ADDRS_INIT;
	struct buf got = BUF_INIT;
	struct why w = WHY_INIT;

	ck_assert_msg(addrmap_get(&route_how, m, span_str(in), propagate, &to,
	    &w) == wanted, "%s: %s", in, w.text.s);
	if (wanted == FOUND) {
		route_join(&got, &to);
		ck_assert_str_eq(got.s, text);
	} else if (wanted == FAILED)
		ck_assert_msg(strstr(w.text.s, text) != NULL, "%s", w.text.s);
	buf_clear(&got);
	addrs_clear(&to);
	why_clear(&w);
	maps_close(m);
}

START_TEST(results)
{
	check(entries, "joe@d.example", true, FOUND, "ann@here.example");
	check(entries, "JOE@D.example", true, FOUND, "ann@here.example");
	check(entries, "many@d.example", true, FOUND, "ann@here.example, "
	    "bob@host.example, c@d.example, cy@e.example");
	check(entries, "a b@d.example", true, FOUND, "c d@e.example");
	check(entries, "null@d.example", true, FOUND, "<>");
	check(entries, "list@d.example", true, FOUND, "ann@here.example");
	check(entries, "here@here.example", true, FOUND, "there@here.example");
	check(entries, "here@there.example", true, ABSENT, "");
	check(entries, "nobody@d.example", true, ABSENT, "");
	check(entries, "empty@d.example", true, FAILED,
	    "gives not an address: \"(nothing)\"");
	check(entries, "bad@d.example", true, FAILED, "lookup of \"bad@d");
	check("", "joe@d.example", true, ABSENT, "");
}
END_TEST

START_TEST(same_user)
{
	check(entries, "joe@all.example", true, FOUND, "joe@other.example");
	check(entries, "joe+x@all.example", true, FOUND, "joe+x@other.example");
	check(entries, "joe+x@all.example", false, FOUND, "joe+x@other.example");
	check(entries, "a b@all.example", true, FOUND, "a b@other.example");
	check(entries, "joe@two.example", true, FOUND,
	    "joe@a.example, joe@b.example");
	check("regexp:{ {/^(.*)@r.example$/ @$1.example} }", "u@r.example", true,
	    FOUND, "u@u.example");
}
END_TEST

START_TEST(extensions)
{
	check(entries, "ext+x@d.example", true, FOUND,
	    "x+x@here.example, y+x@z.example");
	check(entries, "ext-x+y@d.example", true, FOUND,
	    "x-x+y@here.example, y-x+y@z.example");
	check(entries, "ext+x@d.example", false, FOUND,
	    "x@here.example, y@z.example");
	check(entries, "ext+known@d.example", true, FOUND,
	    "x+known@here.example");
	check(entries, "ext+@d.example", true, FOUND,
	    "x+@here.example, y+@z.example");
	check(entries, "here+x@here.example", true, FOUND,
	    "there+x@here.example");
	check(entries, "null+x@d.example", true, FOUND, "<>");
	check(entries, "+ext@d.example", true, ABSENT, "");
}
END_TEST

START_TEST(both_forms)
{
	check("inline:{j@xn--bcher-kva.example=a@b.example}",
	    "j@b\xc3\xbc" "cher.example", true, FOUND, "a@b.example");
	check("inline:{@b\xc3\xbc" "cher.example=@b.example}",
	    "j@xn--bcher-kva.example", true, FOUND, "j@b.example");
	check("inline:{@b\xc3\xbc" "cher.example=@b.example}",
	    "j@xn--other.example", true, ABSENT, "");
}
END_TEST

START_TEST(doubt)
{
	check("fail:no", "a@b.example", true, FAILED, "fail:no");
	check("inline:{a@b.example=c} fail:no", "a@b.example", true, FOUND,
	    "c@here.example");
	check("inline:{x=y} fail:no", "a@b.example", true, FAILED, "");
	check("inline:{x=y}", "a@broken.example", true, FAILED, "mydestination");
	check("static:{}", "a@b.example", true, FAILED, "empty");
}
END_TEST

START_TEST(texts)
{
	struct addrs to = ADDRS_INIT;
	struct buf got = BUF_INIT;
	struct why w = WHY_INIT;

	ck_assert(addrmap_read(&route_how, SPAN("ann, \"b c\"@d.example"), &to,
	    &w) == FOUND);
	route_join(&got, &to);
	ck_assert_str_eq(got.s, "ann@here.example, b c@d.example");
	ck_assert(addrmap_read(&route_how, SPAN(" , "), &to, &w) == FAILED);
	ck_assert(addrmap_read(&route_how, SPAN("a\001b"), &to, &w) == FAILED);
	ck_assert_str_eq(w.text.s, "not an address: \"a?b\"");
	buf_clear(&got);
	addrs_clear(&to);
	why_clear(&w);
}
END_TEST

UNIT("route/addrmap", results, same_user, extensions, both_forms, doubt, texts)
