/* SPDX-License-Identifier: ISC */
#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "sys/file.h"
#include "table/table.h"

static char dir[] = "/tmp/tableXXXXXX";

static struct table *
open_text(const char *type, const char *text, unsigned flags, struct why *w)
{
	struct buf spec = BUF_INIT;

	buf_addf(&spec, "%s:%s/t", type, dir);
	ck_assert_int_eq(file_replace(spec.s + strlen(type) + 1,
	    span_str(text), 0600), 0);
	struct table *t = table_open(buf_span(&spec), flags, w);
	buf_clear(&spec);
	return t;
}

static void
wants(struct table *t, const char *key, enum found wanted, const char *text)
{
	struct buf value = BUF_INIT;
	struct why w = WHY_INIT;
	enum found got = table_get(t, span_str(key), &value, &w);

	ck_assert_msg(got == wanted, "%s: %d, %s", key, got, w.text.s);
	if (got == FOUND)
		ck_assert_str_eq(value.s, text);
	if (got == FAILED)
		ck_assert_msg(strstr(w.text.s, text) != NULL, "%s", w.text.s);
	buf_clear(&value);
	why_clear(&w);
}

START_TEST(specs)
{
	struct why w = WHY_INIT;
	struct table *t = table_open(SPAN("proxy:static:{ some text }"), 0, &w);

	ck_assert_ptr_nonnull(t);
	ck_assert_str_eq(table_spec(t), "proxy:static:{ some text }");
	wants(t, "x", FOUND, "some text");
	table_close(t);
	ck_assert_ptr_null(table_open(SPAN("nosuch:x"), 0, &w));
	ck_assert_str_eq(w.text.s,
	    "unsupported table type \"nosuch\" in \"nosuch:x\"");
	ck_assert_ptr_null(table_open(SPAN(""), 0, &w));
	t = table_open_soft(SPAN("texthash:/nonexistent/x"), 0);
	wants(t, "x", FAILED, "texthash:/nonexistent/x: open /nonexistent/x: "
	    "No such file or directory");
	table_close(t);
	ck_assert_ptr_null(table_open(SPAN("texthash:/tmp"), 0, &w));
	ck_assert_str_eq(w.text.s, "open /tmp: Is a directory");
	why_clear(&w);
}
END_TEST

START_TEST(text)
{
	struct why w = WHY_INIT;
	struct table *t = open_text("texthash",
	    "# comment\n\nKey  value one  \n  # inside\n  and two\r\n"
	    "\"two words\" x\nlonely\nkey other\nlast y", TABLE_FOLD, &w);

	ck_assert_msg(t != NULL, "%s", w.text.s);
	wants(t, "KEY", FOUND, "value one    and two");
	ck_assert_uint_eq(table_line(t), 3);
	wants(t, "\"two words\"", FOUND, "x");
	wants(t, "lonely", FAILED, "/t, line 7: expected format");
	wants(t, "last", FOUND, "y");
	wants(t, "two", ABSENT, "");
	table_close(t);
	t = open_text("texthash", "Key v\n", 0, &w);
	wants(t, "key", ABSENT, "");
	wants(t, "Key", FOUND, "v");
	table_close(t);
	why_clear(&w);
}
END_TEST

START_TEST(in_line)
{
	struct why w = WHY_INIT;
	struct table *t = table_open(
	    SPAN("inline:{ a=b, { c = d e }, Q=x=y }"), TABLE_FOLD, &w);

	ck_assert_msg(t != NULL, "%s", w.text.s);
	wants(t, "a", FOUND, "b");
	wants(t, "C", FOUND, "d e");
	wants(t, "q", FOUND, "x=y");
	wants(t, "z", ABSENT, "");
	table_close(t);
	ck_assert_ptr_null(table_open(SPAN("inline:{ a }"), 0, &w));
	ck_assert_ptr_null(table_open(SPAN("inline:a=b"), 0, &w));
	ck_assert_ptr_null(table_open(SPAN("inline:{}"), 0, &w));
	why_clear(&w);
}
END_TEST

START_TEST(networks)
{
	struct why w = WHY_INIT;
	struct table *t = open_text("cidr",
	    "192.168.1.1 one\n"
	    "if 10.0.0.0/8\n"
	    "!10.1.0.0/16 not ten-one\n"
	    "10.1.2.0/24 ten\n"
	    "endif\n"
	    "[2001:db8::]/32 six\n"
	    "::1 loop\n"
	    "10.9.9.9/8 bad\n"
	    "0.0.0.0/0 rest\n", 0, &w);

	ck_assert_msg(t != NULL, "%s", w.text.s);
	wants(t, "192.168.1.1", FOUND, "one");
	wants(t, "::ffff:192.168.1.1", FOUND, "one");
	wants(t, "10.2.0.0", FOUND, "not ten-one");
	wants(t, "10.1.2.3", FOUND, "ten");
	wants(t, "2001:DB8:1::", FOUND, "six");
	wants(t, "0:0:0:0:0:0:0:1", FOUND, "loop");
	wants(t, "example.com", ABSENT, "");
	wants(t, "1.2.3.4", FAILED, "/t, line 8: non-null host address bits in "
	    "\"10.9.9.9/8\", perhaps you should use \"10.0.0.0/8\" instead");
	table_close(t);
	why_clear(&w);
}
END_TEST

START_TEST(accounts)
{
	struct why w = WHY_INIT;
	struct table *t = table_open(SPAN("unix:passwd.byname"), 0, &w);

	wants(t, "root", FOUND, "root:x:0:0:root:/root:/bin/bash");
	wants(t, "no such user", ABSENT, "");
	wants(t, "", ABSENT, "");
	table_close(t);
	t = table_open(SPAN("unix:group.byname"), 0, &w);
	wants(t, "root", FOUND, "root:x:0:");
	table_close(t);
	ck_assert_ptr_null(table_open(SPAN("unix:shadow"), 0, &w));
	why_clear(&w);
}
END_TEST

START_TEST(long_line)
{
	struct why w = WHY_INIT;
	char path[64];

	snprintf(path, sizeof(path), "%s/t", dir);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ck_assert_int_eq(ftruncate(fd, 1 << 30), 0);
	close(fd);
	struct table *t = table_open_soft((struct span){ path, 0 }, 0);
	table_close(t);
	char spec[80];
	snprintf(spec, sizeof(spec), "texthash:%s", path);
	ck_assert_ptr_null(table_open(span_str(spec), 0, &w));
	ck_assert_msg(strstr(w.text.s, "line 1: line is longer") != NULL,
	    "%s", w.text.s);
	why_clear(&w);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("table/table");
	TCase *c = tcase_create("all");
	SRunner *r = srunner_create(s);

	if (mkdtemp(dir) == NULL)
		return 1;
	tcase_add_test(c, specs);
	tcase_add_test(c, text);
	tcase_add_test(c, in_line);
	tcase_add_test(c, networks);
	tcase_add_test(c, accounts);
	tcase_add_test(c, long_line);
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	char path[64];
	snprintf(path, sizeof(path), "%s/t", dir);
	unlink(path);
	rmdir(dir);
	return failed > 0;
}
