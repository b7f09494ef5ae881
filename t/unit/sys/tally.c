/* SPDX-License-Identifier: ISC */
#include "sys/tally.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../suite.h"

START_TEST(counts_within_a_unit)
{
	struct tally t;

	ck_assert_int_eq(tally_open_private(&t), 0);
	ck_assert_int_eq(tally_add(&t, SPAN("a"), 0, 100, 60), 1);
	ck_assert_int_eq(tally_add(&t, SPAN("a"), 0, 110, 60), 2);
	ck_assert_int_eq(tally_add(&t, SPAN("a"), 1, 110, 60), 1);
	ck_assert_int_eq(tally_add(&t, SPAN("b"), 0, 110, 60), 1);
	ck_assert_int_eq(tally_add(&t, SPAN("a"), 0, 159, 60), 3);
	ck_assert_int_eq(tally_add(&t, SPAN("a"), 0, 160, 60), 1);
	ck_assert_int_eq(tally_add(&t, SPAN("a"), 1, 161, 60), 1);
	/* a clock that was set back, or began anew */
	ck_assert_int_eq(tally_add(&t, SPAN("a"), 0, 5, 60), 1);
	ck_assert_int_eq(tally_add(&t, SPAN("a"), TALLY_KINDS, 5, 60), -1);
	tally_close(&t);
	ck_assert_int_eq(tally_add(&t, SPAN("a"), 0, 5, 60), -1);
}
END_TEST

/* However many keys there are; one that comes often is not forgotten for
 * those of others. */
START_TEST(never_grows)
{
	struct tally t;

	ck_assert_int_eq(tally_open_private(&t), 0);
	for (int i = 0; i < 100000; i++) {
		char key[16];

		snprintf(key, sizeof(key), "%d", i);
		ck_assert_int_ge(tally_add(&t, span_str(key), 0, 100 + i / 1000,
		    60), 1);
	}
	ck_assert_int_le(lseek(t.fd, 0, SEEK_END),
	    TALLY_BUCKETS * TALLY_WAYS * 64);
	tally_close(&t);
}
END_TEST

START_TEST(processes_count_together)
{
	enum { CHILDREN = 8, EACH = 500 };
	char path[] = "tally.XXXXXX";
	struct tally t;
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	close(fd);
	for (int i = 0; i < CHILDREN; i++)
		if (fork() == 0) {
			if (tally_open(&t, path) < 0)
				_exit(1);
			for (int k = 0; k < EACH; k++)
				tally_add(&t, SPAN("x"), 2, 7, 60);
			_exit(0);
		}
	for (int i = 0; i < CHILDREN; i++)
		wait(NULL);
	ck_assert_int_eq(tally_open(&t, path), 0);
	ck_assert_int_eq(tally_add(&t, SPAN("x"), 2, 7, 60),
	    CHILDREN * EACH + 1);
	tally_close(&t);
	unlink(path);
}
END_TEST

START_TEST(no_file_of_another_kind)
{
	struct tally t;

	ck_assert_int_eq(tally_open(&t, "/dev/null"), -1);
	ck_assert_int_eq(tally_open(&t, "/nonexistent/x"), -1);
}
END_TEST

SUITE("tally", counts_within_a_unit, never_grows, processes_count_together,
    no_file_of_another_kind)
