/* SPDX-License-Identifier: ISC */
#include <arpa/inet.h>
#include <check.h>
#include <stdlib.h>

#include "net/interfaces.h"

START_TEST(masks)
{
	static const struct {
		const char *addr;
		int	    prefix;
		const char *wanted;
	} c[] = {
		{ "192.0.2.255", 32, "192.0.2.255" },
		{ "192.0.2.255", 25, "192.0.2.128" },
		{ "192.0.2.255", 0, "0.0.0.0" },
		{ "2001:db8::ffff", 128, "2001:db8::ffff" },
		{ "2001:db8::ffff", 113, "2001:db8::8000" },
		{ "2001:db8::ffff", 0, "::" },
	};

	for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		unsigned char a[16];
		char text[INET6_ADDRSTRLEN];
		bool v6 = strchr(c[i].addr, ':') != NULL;
		int family = v6 ? AF_INET6 : AF_INET;

		ck_assert_int_eq(inet_pton(family, c[i].addr, a), 1);
		interfaces_mask(a, v6, c[i].prefix);
		inet_ntop(family, a, text, sizeof(text));
		ck_assert_str_eq(text, c[i].wanted);
	}
}
END_TEST

/* Every host has at least its loopback address, or none at all. */
START_TEST(own)
{
	struct interfaces is;
	unsigned char stranger[4] = { 192, 0, 2, 222 };

	ck_assert(interfaces_get(&is));
	for (size_t i = 0; i < is.n; i++) {
		ck_assert(interfaces_has(&is, is.list[i].v6, is.list[i].addr));
		ck_assert_int_le(is.list[i].prefix, is.list[i].v6 ? 128 : 32);
	}
	ck_assert(!interfaces_has(&is, false, stranger));
	interfaces_clear(&is);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("net/interfaces");
	TCase *c = tcase_create("all");
	SRunner *r = srunner_create(s);

	tcase_add_test(c, masks);
	tcase_add_test(c, own);
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
