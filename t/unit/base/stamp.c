/* SPDX-License-Identifier: ISC */
#include "base/stamp.h"

#include <stdlib.h>

#include "../suite.h"

static const struct {
	const char *tz;
	int64_t	    sec;
	const char *rfc5322;
} cases[] = {
	{ "UTC0", 0, "Thu, 1 Jan 1970 00:00:00 +0000 (UTC)" },
	{ "UTC0", 1795423080, "Mon, 23 Nov 2026 08:38:00 +0000 (UTC)" },
	{ "EST5", 1795423080, "Mon, 23 Nov 2026 03:38:00 -0500 (EST)" },
	{ "<+0545>-5:45", 1795423080, "Mon, 23 Nov 2026 14:23:00 +0545 (+0545)" },
	{ "<-0930>9:30", 1795423080, "Sun, 22 Nov 2026 23:08:00 -0930 (-0930)" },
	/* another year there */
	{ "XXX-14", 1798722000, "Fri, 1 Jan 2027 03:00:00 +1400 (XXX)" },
	{ "YYY12", 1798761600, "Thu, 31 Dec 2026 12:00:00 -1200 (YYY)" },
};

START_TEST(dates_with_their_zone)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b = BUF_INIT;

		setenv("TZ", cases[i].tz, 1);
		tzset();
		stamp_add_rfc5322(&b, cases[i].sec);
		ck_assert_str_eq(b.s, cases[i].rfc5322);
		buf_clear(&b);
	}
}
END_TEST

START_TEST(other_forms)
{
	struct buf b = BUF_INIT;

	setenv("TZ", "UTC0", 1);
	tzset();
	stamp_add_asctime(&b, 1793523600);
	ck_assert_str_eq(b.s, "Sun Nov  1 09:00:00 2026");
	buf_reset(&b);
	stamp_add_syslog(&b, 1793523600);
	ck_assert_str_eq(b.s, "Nov  1 09:00:00");
	buf_reset(&b);
	stamp_add_decimal(&b, (struct stamp){ 12, 34 });
	ck_assert_str_eq(b.s, "12.000034");
	buf_clear(&b);
}
END_TEST

START_TEST(differences)
{
	struct stamp a = { 10, 999999 }, b = { 11, 0 };

	ck_assert_int_eq(stamp_diff_usec(b, a), 1);
	ck_assert_int_eq(stamp_cmp(a, b), -1);
	ck_assert_int_eq(stamp_cmp(b, a), 1);
	ck_assert_int_eq(stamp_cmp(a, a), 0);
}
END_TEST

START_TEST(reads_its_decimal_form_only)
{
	static const char *const bad[] = { "", ".", "1", "1.", "1.5",
	    "1.0000000", "-1.000000", "+1.000000", "x.000000", "1.00000x", " 1.000000" };
	struct stamp t = { 7, 8 };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!stamp_read_decimal(span_str(bad[i]), &t), "%s",
		    bad[i]);
	ck_assert_int_eq(t.sec, 7);
	ck_assert_int_eq(t.usec, 8);
	ck_assert(stamp_read_decimal(SPAN("12.000034"), &t));
	ck_assert_int_eq(t.sec, 12);
	ck_assert_int_eq(t.usec, 34);
}
END_TEST

SUITE("base/stamp", reads_its_decimal_form_only, dates_with_their_zone, other_forms, differences)
