/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include <stdint.h>

#include "wire/record.h"

static void
wants(struct span in, size_t max, enum record_got wanted, const char *data,
    size_t rest)
{
	struct span left = in, got = { NULL, 0 };
	char letter = '\0';

	ck_assert_int_eq(record_take(&left, max, &letter, &got), wanted);
	ck_assert_msg(left.len == rest, "%.*s: %zu left", SPAN_FMT(in), left.len);
	if (wanted == RECORD_OK) {
		ck_assert_int_eq(letter, data[0]);
		ck_assert(span_is(got, data + 1));
	} else {
		ck_assert_ptr_eq(left.p, in.p);
	}
}

START_TEST(taking)
{
	wants(SPAN("4:Rjoe,"), 100, RECORD_OK, "Rjoe", 0);
	wants(SPAN("1:E,4:Rjoe,"), 100, RECORD_OK, "E", 7);
	wants(SPAN(""), 100, RECORD_MORE, "", 0);
	wants(SPAN("4"), 100, RECORD_MORE, "", 1);
	wants(SPAN("4:"), 100, RECORD_MORE, "", 2);
	wants(SPAN("4:Rjoe"), 100, RECORD_MORE, "", 6);
	wants(SPAN("4:Rjoex"), 100, RECORD_BAD, "", 7);
	wants(SPAN("0:,"), 100, RECORD_BAD, "", 3);
	wants(SPAN(":R,"), 100, RECORD_BAD, "", 3);
	wants(SPAN("x:R,"), 100, RECORD_BAD, "", 4);
	wants(SPAN("+1:R,"), 100, RECORD_BAD, "", 5);
	wants(SPAN("-"), 100, RECORD_BAD, "", 1);
	wants(SPAN("5:Rjoes,"), 4, RECORD_OK, "Rjoes", 0);
	wants(SPAN("6:Rjoese,"), 4, RECORD_BAD, "", 9);
	wants(SPAN("9999999999"), 100, RECORD_BAD, "", 10);
	wants(SPAN("9999999999:R"), 100, RECORD_BAD, "", 12);
	wants(SPAN("99999999999999999999999999:R"), SIZE_MAX, RECORD_BAD, "", 28);
}
END_TEST

START_TEST(writing)
{
	struct buf b = BUF_INIT;

	record_add(&b, 'M', SPAN("a\0b"));
	record_add(&b, 'E', SPAN(""));
	record_addf(&b, 'R', "%s@%d", "x", 1);
	WANTS(&b, "4:Ma\0b,1:E,4:Rx@1,", "records");
}
END_TEST

SUITE("wire/record", taking, writing)
