/* SPDX-License-Identifier: ISC */
#include "base/pool.h"

#include <stdint.h>

#include "../suite.h"

START_TEST(pieces_do_not_overlap)
{
	struct pool p = POOL_INIT;
	char *at[300];

	for (size_t i = 0; i < 300; i++) {
		at[i] = pool_alloc(&p, i + 1);
		ck_assert_uint_eq((uintptr_t)at[i] % _Alignof(max_align_t), 0);
		for (size_t n = 0; n <= i; n++)
			ck_assert_int_eq(at[i][n], 0);
		memset(at[i], (int)i, i + 1);
	}
	for (size_t i = 0; i < 300; i++)
		for (size_t n = 0; n <= i; n++)
			ck_assert_int_eq(at[i][n], (char)i);
	pool_clear(&p);
}
END_TEST

START_TEST(copies)
{
	struct pool p = POOL_INIT;
	char text[] = "a\0b";
	struct span s = pool_span(&p, (struct span){ text, 3 });

	text[0] = 'x';
	ck_assert(span_eq(s, SPAN("a\0b")));
	ck_assert_str_eq(pool_str(&p, SPAN("")), "");
	char *large = pool_alloc(&p, 1000000);
	large[999999] = 1;
	ck_assert(span_eq(s, SPAN("a\0b")));
	pool_clear(&p);
	pool_clear(&p);
}
END_TEST

SUITE("base/pool", pieces_do_not_overlap, copies)
