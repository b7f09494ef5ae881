/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <unistd.h>

#include "../unit.h"
#include "sys/file.h"
#include "table/table.h"

static void
with(const char *type, const char *text, unsigned flags,
    void (*check)(struct table *t))
{
	char dir[] = "/tmp/rulesXXXXXX", path[40], spec[64];
	struct why w = WHY_INIT;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/t", dir);
	snprintf(spec, sizeof(spec), "%s:%s", type, path);
	ck_assert_int_eq(file_replace(path, span_str(text), 0600), 0);
	struct table *t = table_open(span_str(spec), flags, &w);
	unlink(path);
	rmdir(dir);
	ck_assert_msg(t != NULL, "%s", w.text.s);
	check(t);
	table_close(t);
	why_clear(&w);
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

static const char rules[] =
    "/^a(.)c(.*)$/ one $1 two ${2} three $(1) dollar $$\n"
    "/^CASE$/i exact\n"
    "if !/^x/\n"
    "/^y(.)/ y $1\n"
    "if /z/\n"
    "/zz$/ zz\n"
    "endif\n"
    "endif\n"
    "!/^[a-z]/ no letter\n"
    "/^empty/\n"
    "/^group/ $1\n"
    "/^q\\/q/ slash\n"
    "/broken(/ x\n"
    "/./ rest\n";

static void
check_rules(struct table *t)
{
	wants(t, "aBcd", FOUND, "one B two d three B dollar $");
	ck_assert_uint_eq(table_line(t), 1);
	wants(t, "AbC", FOUND, "one b two  three b dollar $");
	wants(t, "CASE", FOUND, "exact");
	wants(t, "yes", FOUND, "y e");
	wants(t, "azz", FOUND, "zz");
	wants(t, "1", FOUND, "no letter");
	wants(t, "q/q", FOUND, "slash");
	wants(t, "empty", FAILED, "/t, line 10: no result");
	wants(t, "group", FAILED, "/t, line 11: out of range");
	wants(t, "xzz", FAILED, "/t, line 13: error in regexp");
	wants(t, "case", FAILED, "/t, line 13: ");
	ck_assert(!table_is_fixed(t));
}

START_TEST(posix)
{
	with("regexp", rules, 0, check_rules);
}
END_TEST

START_TEST(perl)
{
	with("pcre", rules, 0, check_rules);
}
END_TEST

static void
check_sensitive(struct table *t)
{
	wants(t, "user+x", FAILED, "substitution is not allowed");
	wants(t, "plain", FOUND, "fine $x");
}

/* A sender must not write parts of commands. */
START_TEST(sensitive)
{
	const char *text = "/^user\\+(.*)/ |cmd $1\n/plain/ fine $$x\n";

	with("regexp", text, TABLE_SENSITIVE, check_sensitive);
	with("pcre", text, TABLE_SENSITIVE, check_sensitive);
}
END_TEST

static void
check_limit(struct table *t)
{
	wants(t, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", FAILED,
	    "limit");
}

START_TEST(limits)
{
	with("pcre", "/^(a+)+$/ x\n/(?:(a)|b)*(?:x\\1|y)+c/ y\n", 0,
	    check_limit);
}
END_TEST

static void
check_nul(struct table *t)
{
	struct buf value = BUF_INIT;

	ck_assert_int_eq(table_get(t, SPAN("good\0evil"), &value, NULL),
	    ABSENT);
	buf_clear(&value);
}

/* A key does not end at a NUL. */
START_TEST(nul)
{
	with("regexp", "/^good$/ x\n", 0, check_nul);
	with("pcre", "/^good$/ x\n", 0, check_nul);
	with("texthash", "good x\n", 0, check_nul);
}
END_TEST

START_TEST(untrusted)
{
	static const char *const specs[] = { "tcp:localhost:1",
	    "socketmap:unix:/x:y", "environ:",
	    "unionmap:{static:a, tcp:localhost:1}" };
	struct why w = WHY_INIT;

	for (size_t i = 0; i < 4; i++)
		ck_assert_ptr_null(table_open(span_str(specs[i]),
		    TABLE_SENSITIVE, &w));
	why_clear(&w);
}
END_TEST

UNIT("table/rules", posix, perl, sensitive, limits, nul, untrusted)
