/* SPDX-License-Identifier: ISC */
#include "base/crc32c.h"

#include "../suite.h"

/* RFC 3720 appendix B.4 */
START_TEST(known_values)
{
	unsigned char b[32] = { 0 };

	ck_assert_uint_eq(crc32c(0, b, 32), 0x8a9136aa);
	memset(b, 0xff, 32);
	ck_assert_uint_eq(crc32c(0, b, 32), 0x62a8ab43);
	for (int i = 0; i < 32; i++)
		b[i] = (unsigned char)i;
	ck_assert_uint_eq(crc32c(0, b, 32), 0x46dd794e);
	ck_assert_uint_eq(crc32c(0, "123456789", 9), 0xe3069283);
	ck_assert_uint_eq(crc32c(0, NULL, 0), 0);
}
END_TEST

START_TEST(goes_on)
{
	static const char text[] = "any text in any pieces gives the same";
	size_t n = sizeof(text) - 1;
	uint32_t whole = crc32c(0, text, n);

	for (size_t cut = 0; cut <= n; cut++)
		ck_assert_uint_eq(crc32c(crc32c(0, text, cut), text + cut,
		    n - cut), whole);
}
END_TEST

SUITE("base/crc32c", known_values, goes_on)
