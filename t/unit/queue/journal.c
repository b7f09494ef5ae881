/* SPDX-License-Identifier: ISC */
#include "queue/journal.h"

#include <stdlib.h>

#include "../suite.h"

static const struct note note = {
	.when = { 1795423080, 7 }, .rcpt = 3, .out = OUT_TEMP,
	.dsn = { "4.4.1", 5 }, .relay = { "mx a[192.0.2.1]:25", 18 },
	.text = { "host said: 450 \r\nno \\ way", 25 },
};

START_TEST(reads_what_it_writes)
{
	struct buf b = BUF_INIT, scratch = BUF_INIT;
	struct note n;

	journal_add(&b, &note);
	ck_assert_str_eq(b.s, "1795423080.000007 3 Z 4.4.1 "
	    "mx\\x20a[192.0.2.1]:25 host said: 450 \\x0d\\x0ano \\x5c way\n");
	struct span in = buf_span(&b);
	ck_assert(journal_take(&in, &n, &scratch));
	ck_assert_int_eq(n.when.sec, note.when.sec);
	ck_assert_int_eq(n.when.usec, 7);
	ck_assert_uint_eq(n.rcpt, 3);
	ck_assert_int_eq(n.out, OUT_TEMP);
	ck_assert(span_eq(n.dsn, note.dsn));
	ck_assert(span_eq(n.relay, note.relay));
	ck_assert(span_eq(n.text, note.text));
	ck_assert(!journal_take(&in, &n, &scratch));
	buf_clear(&b);
	buf_clear(&scratch);
}
END_TEST

START_TEST(skips_damaged_lines)
{
	static const char text[] =
	    "rubbish\n"
	    "1.000000 0 K 2.0.0 local delivered\n"
	    "1.000000 x K 2.0.0 local bad number\n"
	    "1.000000 0 Q 2.0.0 local bad letter\n"
	    "\n"
	    "2.000000 1 D 5.1.1 none \n"
	    "3.000000 1 D 5.1.1 none cut off by a cra";
	struct span in = span_str(text);
	struct buf scratch = BUF_INIT;
	struct note n;

	ck_assert(journal_take(&in, &n, &scratch));
	ck_assert(span_is(n.text, "delivered"));
	ck_assert(journal_take(&in, &n, &scratch));
	ck_assert_int_eq(n.out, OUT_PERM);
	ck_assert_uint_eq(n.text.len, 0);
	ck_assert(!journal_take(&in, &n, &scratch));
	buf_clear(&scratch);
}
END_TEST

START_TEST(finds_the_last_of_each)
{
	static const char text[] =
	    "1.000000 0 Z 4.0.0 none first\n"
	    "2.000000 1 Z 4.0.0 none other\n"
	    "3.000000 0 Z 4.0.0 none second\n"
	    "4.000000 9 Z 4.0.0 none nobody\n";
	struct span *last = journal_last(span_str(text), 3);
	struct buf scratch = BUF_INIT;
	struct note n;

	ck_assert(journal_take(&last[0], &n, &scratch));
	ck_assert(span_is(n.text, "second"));
	ck_assert(journal_take(&last[1], &n, &scratch));
	ck_assert(span_is(n.text, "other"));
	ck_assert_uint_eq(last[2].len, 0);
	free(last);
	buf_clear(&scratch);
}
END_TEST

SUITE("queue/journal", reads_what_it_writes, skips_damaged_lines,
    finds_the_last_of_each)
