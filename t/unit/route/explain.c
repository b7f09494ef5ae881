/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include <stdio.h>
#include <unistd.h>

#include "route/explain.h"

START_TEST(nobody_listens)
{
	explain_step(NULL, EXPLAIN_VIRTUAL, SPAN("a"), SPAN("b"));
	explain_param(NULL, P_myorigin);
	explain_maps(NULL, P_canonical_maps, NULL);
	explain_list(NULL, P_mydestination, NULL);
	explain_note(NULL, "%d", 1);
	explain_down(NULL);
	explain_up(NULL);
}
END_TEST

START_TEST(a_tree_of_copies)
{
	struct explain e = EXPLAIN_INIT;
	struct buf b = BUF_INIT;

	explain_note(&e, "before any step");
	buf_adds(&b, "joe");
	explain_step(&e, EXPLAIN_ADDRESS, buf_span(&b), SPAN(""));
	buf_set(&b, SPAN("x"));
	explain_down(&e);
	explain_step(&e, EXPLAIN_REWRITE, SPAN("joe"), SPAN("joe@d"));
	explain_param(&e, P_myorigin);
	explain_note(&e, "%s", "completed");
	explain_up(&e);
	explain_step(&e, EXPLAIN_FINAL, SPAN(""), SPAN(""));
	ck_assert_uint_eq(e.n, 3);
	ck_assert(span_is(e.steps[0].from, "joe"));
	ck_assert_int_eq(e.steps[1].depth, 1);
	ck_assert(span_is(e.steps[1].to, "joe@d"));
	ck_assert_str_eq(e.steps[1].param, "myorigin");
	ck_assert(span_is(e.steps[1].note, "completed"));
	ck_assert_int_eq(e.steps[2].depth, 0);
	ck_assert_ptr_null(e.steps[2].param);
	explain_clear(&e);
	ck_assert_uint_eq(e.n, 0);
	buf_clear(&b);
}
END_TEST

START_TEST(the_line_of_a_key)
{
	static const char text[] = "# first\nOther@d x\n\n"
	    "\"joe b\"@d  to@e\njoe@d y\n";
	struct explain e = EXPLAIN_INIT;
	struct buf spec = BUF_INIT, value = BUF_INIT;
	char name[] = "/tmp/explain.XXXXXX";
	int fd = mkstemp(name);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	close(fd);
	buf_addf(&spec, "proxy:texthash:%s", name);
	struct maps *m = maps_open(buf_span(&spec), TABLE_FOLD);
	ck_assert_int_eq(maps_get(m, SPAN("JOE@d"), &value, NULL), FOUND);
	explain_step(&e, EXPLAIN_VIRTUAL, SPAN("joe@d"), buf_span(&value));
	explain_maps(&e, P_virtual_alias_maps, m);
	ck_assert_uint_eq(e.steps[0].line, 5);
	ck_assert(span_is(e.steps[0].file, name));
	ck_assert(span_is(e.steps[0].key, "JOE@d"));
	ck_assert_str_eq(e.steps[0].param, "virtual_alias_maps");
	maps_close(m);
	unlink(name);
	explain_clear(&e);
	buf_clear(&spec);
	buf_clear(&value);
}
END_TEST

START_TEST(the_pattern_of_a_list)
{
	struct explain e = EXPLAIN_INIT;
	struct matchlist *l = matchlist_open(SPAN("!no.example, a.example"),
	    MATCH_NAMES);

	ck_assert_int_eq(matchlist_match(l, SPAN("a.example"), SPAN(""), NULL),
	    FOUND);
	explain_step(&e, EXPLAIN_CLASS, SPAN("a.example"), SPAN("local"));
	explain_list(&e, P_mydestination, l);
	ck_assert(span_is(e.steps[0].table, "a.example"));
	ck_assert_ptr_nonnull(explain_word(EXPLAIN_TROUBLE));
	matchlist_close(l);
	explain_clear(&e);
}
END_TEST

SUITE("route/explain", nobody_listens, a_tree_of_copies, the_line_of_a_key,
    the_pattern_of_a_list)
