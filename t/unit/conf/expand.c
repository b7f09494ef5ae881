/* SPDX-License-Identifier: ISC */
#include <check.h>
#include <stdlib.h>

#include "conf/expand.h"

static const struct {
	const char *name, *value;
} values[] = {
	{ "a", "1" }, { "b", "$a$a" }, { "empty", "" }, { "e2", "$empty" },
	{ "loop", "x$loop" }, { "l1", "$l2" }, { "l2", "${l1}" },
	{ "ten", "10" }, { "nine", "9" }, { "level", "3.6" },
	{ "user", "a;b$a" }, { "bomb0", "xxxxxxxxxxxxxxxx" },
	{ "bomb1", "$bomb0$bomb0$bomb0$bomb0$bomb0$bomb0$bomb0$bomb0" },
	{ "bomb2", "$bomb1$bomb1$bomb1$bomb1$bomb1$bomb1$bomb1$bomb1" },
	{ "bomb3", "$bomb2$bomb2$bomb2$bomb2$bomb2$bomb2$bomb2$bomb2" },
	{ "bomb4", "$bomb3$bomb3$bomb3$bomb3$bomb3$bomb3$bomb3$bomb3" },
	{ "bomb5", "$bomb4$bomb4$bomb4$bomb4$bomb4$bomb4$bomb4$bomb4" },
	{ "bomb6", "$bomb5$bomb5$bomb5$bomb5$bomb5$bomb5$bomb5$bomb5" },
};

static bool
value_of(void *ctx, struct span name, struct span *value)
{
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (span_is(name, values[i].name)) {
			*value = span_str(values[i].value);
			return true;
		}
	return false;
}

/* NULL wants an error. */
static void
expands(const char *text, const char *wanted)
{
	const struct expand e = { .value = value_of };
	struct why w = WHY_INIT;
	struct buf out = BUF_INIT;

	buf_adds(&out, "+");
	enum out o = expand(&out, span_str(text), &e, &w);
	if (wanted == NULL) {
		ck_assert_msg(o == OUT_PERM, "%s: taken as \"%s\"", text, out.s);
		ck_assert_str_eq(out.s, "+");
		ck_assert_uint_gt(w.text.len, 0);
	} else {
		ck_assert_msg(o == OUT_OK, "%s: %s", text, w.text.s);
		ck_assert_msg(strcmp(out.s + 1, wanted) == 0, "%s: \"%s\"",
		    text, out.s + 1);
	}
	buf_clear(&out);
	why_clear(&w);
}

START_TEST(names)
{
	expands("", "");
	expands("plain", "plain");
	expands("$a", "1");
	expands("${a}$(a)$a.", "111.");
	expands("$b-$nothing-", "11--");
	expands("$$a $", NULL);
	expands("cost: $$", "cost: $");
	expands("$a_b", "");
	expands("$.", NULL);
	expands("${}", NULL);
	expands("${ }", NULL);
	expands("${a", NULL);
	expands("$(a}", NULL);
	expands("${a.b}", NULL);
	expands("${a }${ a}", "11");
	expands("${a b}", NULL);
	expands("${a ? {x} : {y}}${ a ?x}", "xx");
}
END_TEST

START_TEST(conditions)
{
	expands("${a?yes}${empty?no}${nothing?no}", "yes");
	expands("${a:no}${empty:yes}${nothing:yes}", "yesyes");
	expands("${e2?set before expansion}", "set before expansion");
	expands("${a?{yes}}${a?{yes}:{no}}${empty?{yes}:{no}}", "yesyesno");
	expands("${empty?{yes}:no}", "no");
	expands("${a? {yes} : {no} }", "yes");
	expands("${a?$b:c}", "11:c");
	expands("${a?${empty?{x}:{y}}}", "y");
	expands("${a?{ x }}", " x ");
	expands("${a?{x}y}", NULL);
	expands("${a?{x}:{y}z}", NULL);
	expands("${a?{x}", NULL);
	expands("${a??foo:{b}ar}", "?foo:{b}ar");
	expands("${empty?{${a.b}}:{ok}}", "ok");
}
END_TEST

START_TEST(relations)
{
	expands("${{$a} == {1} ? {yes} : {no}}", "yes");
	expands("${{$a} != {1} ? {yes} : {no}}", "no");
	expands("${{$a} == {1}}", "true");
	expands("${{$a} == {2}}", "");
	expands("${{$a}=={1}?{x}:{y}}", "x");
	expands("${{$ten} > {$nine}?{number}:{text}}", "number");
	expands("${{${ten}a} > {${nine}a}?{number}:{text}}", "text");
	expands("${{007} == {7}?{number}:{text}}", "number");
	expands("${{99999999999999999999999} > {9}?{number}:{text}}", "number");
	expands("${{a} < {b}?{y}:{n}}${{a} <= {a}?{y}:{n}}${{a} >= {b}?{y}:{n}}",
	    "yyn");
	expands("${{$a} == {1} ? yes}", " yes");
	expands("${{$a} == {1} : no}", "");
	expands("${{a} =! {b}}", NULL);
	expands("${{a} == b}", NULL);
	expands("${{a} == {b} {c}}", NULL);
	expands("${{a}}", NULL);
	expands("${{a} == {b}", NULL);
}
END_TEST

START_TEST(levels)
{
	expands("${{$level} <level {3.10}?{y}:{n}}", "y");
	expands("${{$level} < {3.10}?{y}:{n}}", "n");
	expands("${{3.6} ==level {3.6.0}?{y}:{n}}", "y");
	expands("${{3} >=level {2.9.9}?{y}:{n}}", "y");
	expands("${{$level} <=level {3.6}?{y}:{n}}", "y");
	expands("${{$level} !=level {3.6}?{y}:{n}}", "n");
	expands("${{x} <level {1}?{y}:{n}}", NULL);
	expands("${{1.2.3.4} <level {1}?{y}:{n}}", NULL);
	expands("${{9999} <level {1}?{y}:{n}}", NULL);
	expands("${{} <level {1}?{y}:{n}}", NULL);
}
END_TEST

START_TEST(bounds)
{
	expands("$loop", NULL);
	expands("$l1", NULL);
	expands("$bomb6", NULL);
	expands("${domain_to_ascii{x$a}}", "x1");
	expands("${domain_to_ascii{x}y}", NULL);
	expands("${something{x}}", NULL);
}
END_TEST

START_TEST(text_of_strangers)
{
	const struct expand e = { .value = value_of, .flat = true,
	    .allow = "ab$" };
	struct buf out = BUF_INIT;

	ck_assert_int_eq(expand(&out, SPAN("<$user>${user?$user}"), &e, NULL),
	    OUT_OK);
	ck_assert_str_eq(out.s, "<a_b$a>a_b$a");
	buf_clear(&out);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("conf/expand");
	TCase *c = tcase_create("all");
	SRunner *r = srunner_create(s);

	tcase_add_test(c, names);
	tcase_add_test(c, conditions);
	tcase_add_test(c, relations);
	tcase_add_test(c, levels);
	tcase_add_test(c, bounds);
	tcase_add_test(c, text_of_strangers);
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
