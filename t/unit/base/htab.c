/* SPDX-License-Identifier: ISC */
#include "base/htab.h"

#include <stdint.h>

#include "../suite.h"
#include "base/buf.h"

enum { MANY = 20000 };

START_TEST(keeps_many)
{
	struct htab h = HTAB_INIT;
	struct buf b = BUF_INIT;
	struct span key;
	size_t at = 0, seen = 0;

	for (uintptr_t i = 1; i <= MANY; i++) {
		buf_reset(&b);
		buf_addf(&b, "key%lu", (unsigned long)i);
		ck_assert_ptr_null(htab_put(&h, buf_span(&b), (void *)i));
	}
	for (uintptr_t i = 1; i <= MANY; i++) {
		buf_reset(&b);
		buf_addf(&b, "key%lu", (unsigned long)i);
		ck_assert_ptr_eq(htab_get(&h, buf_span(&b)), (void *)i);
	}
	while (htab_next(&h, &at, &key, NULL))
		seen++;
	ck_assert_uint_eq(seen, MANY);
	htab_clear(&h);
	buf_clear(&b);
}
END_TEST

START_TEST(put_replaces_and_add_tells)
{
	struct htab h = HTAB_INIT;
	char one, two;

	ck_assert_ptr_null(htab_get(&h, SPAN("a")));
	ck_assert(!htab_has(&h, SPAN("a")));
	ck_assert_ptr_null(htab_put(&h, SPAN("a"), &one));
	ck_assert_ptr_eq(htab_put(&h, SPAN("a"), &two), &one);
	ck_assert_ptr_eq(htab_get(&h, SPAN("a")), &two);
	ck_assert_uint_eq(h.n, 1);
	ck_assert(htab_add(&h, SPAN("b")));
	ck_assert(!htab_add(&h, SPAN("b")));
	ck_assert(htab_has(&h, SPAN("b")));
	htab_clear(&h);
}
END_TEST

START_TEST(keys_are_bytes)
{
	struct htab h = HTAB_INIT;

	ck_assert(htab_add(&h, SPAN("")));
	ck_assert(htab_add(&h, SPAN("a\0b")));
	ck_assert(htab_add(&h, SPAN("a\0c")));
	ck_assert(htab_add(&h, SPAN("A\0b")));
	ck_assert(!htab_has(&h, SPAN("a")));
	ck_assert_uint_eq(h.n, 4);
	htab_clear(&h);
}
END_TEST

SUITE("base/htab", keeps_many, put_replaces_and_add_tells, keys_are_bytes)
