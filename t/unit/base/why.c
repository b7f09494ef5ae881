/* SPDX-License-Identifier: ISC */
#include "base/why.h"

#include <errno.h>

#include "../suite.h"

START_TEST(says_what_and_why)
{
	struct why w = WHY_INIT;

	ck_assert_int_eq(why_perm(&w, "5.1.1", "no %s", "user"), OUT_PERM);
	ck_assert_int_eq(w.out, OUT_PERM);
	ck_assert_str_eq(w.dsn, "5.1.1");
	ck_assert_str_eq(w.text.s, "no user");
	ck_assert_int_eq(why_ok(&w, "2.0.0", "fine"), OUT_OK);
	ck_assert_str_eq(w.text.s, "fine");
	ck_assert_int_eq(why_temp(NULL, "4.0.0", "unseen"), OUT_TEMP);
	why_clear(&w);
	ck_assert_str_eq(w.text.s, "");
}
END_TEST

START_TEST(is_one_printable_line)
{
	struct why w = WHY_INIT;

	why_temp(&w, "4.0.0", "a%sb", "\r\n\033[1m\177");
	ck_assert_str_eq(w.text.s, "a???[1m?b");
	why_set(&w, OUT_TEMP, SPAN("4.999.999999999"), SPAN("x\0y"));
	ck_assert_str_eq(w.text.s, "x?y");
	ck_assert_uint_lt(strlen(w.dsn), sizeof(w.dsn));
	why_clear(&w);
}
END_TEST

/* The host's own trouble never bounces mail. */
START_TEST(errno_is_temporary)
{
	struct why w = WHY_INIT;

	for (int e = 1; e < 134; e++) {
		ck_assert_int_eq(why_errno(&w, e, "open"), OUT_TEMP);
		ck_assert_int_eq(w.dsn[0], '4');
	}
	why_errno(&w, ENOSPC, "write %s", "x");
	ck_assert_str_eq(w.dsn, "4.3.1");
	ck_assert_str_eq(w.text.s, "write x: No space left on device");
	why_clear(&w);
}
END_TEST

START_TEST(letters)
{
	enum out out;

	for (int o = OUT_OK; o <= OUT_PERM; o++) {
		ck_assert(out_from_letter(out_letter((enum out)o), &out));
		ck_assert_int_eq(out, o);
	}
	ck_assert(!out_from_letter('k', &out));
	ck_assert(!out_from_letter('\0', &out));
}
END_TEST

SUITE("base/why", says_what_and_why, is_one_printable_line, errno_is_temporary,
    letters)
