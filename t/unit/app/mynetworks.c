/* SPDX-License-Identifier: ISC */
#include <check.h>
#include <stdlib.h>

#include "app/mynetworks.h"

static struct interface ifs[] = {
	{ false, true, { 127, 0, 0, 1 }, 8 },
	{ false, false, { 192, 0, 2, 130 }, 25 },
	{ false, false, { 10, 1, 2, 3 }, 30 },
	{ true, true, { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }, 128 },
	{ true, false, { 0x20, 1, 0xd, 0xb8, 0, 1, 0, 2, 3 }, 64 },
};

static void
makes(const char *style, const char *listed, const char *protocols,
    const char *wanted)
{
	struct interfaces is = { ifs, sizeof(ifs) / sizeof(ifs[0]) };
	struct buf out = BUF_INIT;

	mynetworks_of(&out, &is, style, listed, protocols);
	ck_assert_str_eq(out.s, wanted);
	buf_clear(&out);
}

START_TEST(styles)
{
	makes("host", "all", "all", "127.0.0.1/32 192.0.2.130/32 10.1.2.3/32 "
	    "[::1]/128 [2001:db8:1:2:300::]/128");
	makes("subnet", "all", "all", "127.0.0.0/8 192.0.2.128/25 10.1.2.0/30 "
	    "[::1]/128 [2001:db8:1:2::]/64");
	makes("class", "all", "all", "127.0.0.0/8 192.0.2.0/24 10.0.0.0/8 "
	    "[::1]/128 [2001:db8:1:2::]/64");
}
END_TEST

START_TEST(lists)
{
	makes("host", "loopback-only", "all", "127.0.0.1/32 [::1]/128");
	makes("host", "loopback-only", "ipv4", "127.0.0.1/32");
	makes("host", "all", "ipv6", "[::1]/128 [2001:db8:1:2:300::]/128");
	makes("host", "10.1.2.3, [2001:db8:1:2:300::]", "ipv4, ipv6",
	    "10.1.2.3/32 [2001:db8:1:2:300::]/128");
	makes("host", "10.1.2.4", "all", "");
	makes("host", "some.example", "ipv4",
	    "127.0.0.1/32 192.0.2.130/32 10.1.2.3/32");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("app/mynetworks");
	TCase *c = tcase_create("all");
	SRunner *r = srunner_create(s);

	tcase_add_test(c, styles);
	tcase_add_test(c, lists);
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
