/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "../unit.h"
#include "table/sorter.h"

static int
spill(void)
{
	char name[] = "/tmp/sorterXXXXXX";
	int fd = mkstemp(name);

	ck_assert_int_ge(fd, 0);
	unlink(name);
	return fd;
}

/* n records whose ranks come in a scrambled order, some of them equal. */
static void
round_trip(size_t n, size_t memory)
{
	struct sorter *s = sorter_new(spill(), memory);
	struct record_kv r = { 0 }, last = { 0 };
	char key[32], value[300];
	struct buf last_key = BUF_INIT;
	size_t got = 0;

	for (size_t i = 0; i < n; i++) {
		r.rank = (i * 7919) % 1000;
		r.line = i;
		r.key = (struct span){ key, (size_t)snprintf(key, sizeof(key),
		    "key%zu", (i * 31) % 700) };
		memset(value, 'v', sizeof(value));
		r.value = (struct span){ value, i % sizeof(value) };
		ck_assert_int_eq(sorter_add(s, &r, NULL), FOUND);
	}
	ck_assert_uint_eq(sorter_count(s), n);
	while (sorter_next(s, &r, NULL) == FOUND) {
		int c = span_cmp(buf_span(&last_key), r.key);

		ck_assert_uint_ge(r.rank, last.rank);
		ck_assert(got == 0 || r.rank > last.rank || c < 0 ||
		    (c == 0 && r.line > last.line));
		ck_assert_uint_eq(r.rank, (r.line * 7919) % 1000);
		ck_assert_uint_eq(r.value.len, r.line % sizeof(value));
		last = r;
		buf_set(&last_key, r.key);
		got++;
	}
	ck_assert_uint_eq(got, n);
	buf_clear(&last_key);
	sorter_free(s);
}

START_TEST(in_memory)
{
	round_trip(0, 1 << 20);
	round_trip(1, 1 << 20);
	round_trip(2000, 1 << 24);
}
END_TEST

START_TEST(merged)
{
	round_trip(2000, 4096);
	round_trip(20000, 1 << 16);
	round_trip(3, 1);		/* each record is a run */
}
END_TEST

/* Large records, larger than what is read at once. */
START_TEST(large)
{
	struct sorter *s = sorter_new(spill(), 1 << 16);
	struct record_kv r = { 0 };
	char *value = calloc(1, 1 << 20);

	for (size_t i = 0; i < 8; i++) {
		r = (struct record_kv){ .rank = 8 - i, .key = SPAN("k"),
		    .value = { value, 1 << 20 }, .line = i };
		ck_assert_int_eq(sorter_add(s, &r, NULL), FOUND);
	}
	for (size_t i = 1; i <= 8; i++) {
		ck_assert_int_eq(sorter_next(s, &r, NULL), FOUND);
		ck_assert_uint_eq(r.rank, i);
		ck_assert_uint_eq(r.value.len, 1 << 20);
	}
	ck_assert_int_eq(sorter_next(s, &r, NULL), ABSENT);
	sorter_free(s);
	free(value);
}
END_TEST

START_TEST(no_room)
{
	struct why w = WHY_INIT;
	struct sorter *s = sorter_new(open("/dev/null", O_RDONLY), 1);
	struct record_kv r = { .key = SPAN("k"), .value = SPAN("v") };

	ck_assert_int_eq(sorter_add(s, &r, &w), FOUND);
	ck_assert_int_eq(sorter_add(s, &r, &w), FAILED);
	ck_assert_int_gt((int)w.text.len, 0);
	sorter_free(s);
	why_clear(&w);
}
END_TEST

UNIT("table/sorter", in_memory, merged, large, no_room)
