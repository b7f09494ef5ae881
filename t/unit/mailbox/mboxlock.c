/* SPDX-License-Identifier: ISC */
#include "box.h"

#include <utime.h>

#include "mailbox/mboxlock.h"

START_TEST(styles)
{
	struct mboxlock_rules r;

	ck_assert(mboxlock_styles(&r, SPAN("fcntl, dotlock")));
	ck_assert_int_eq(r.nstyles, 2);
	ck_assert_int_eq(r.style[0], MBOXLOCK_FCNTL);
	ck_assert_int_eq(r.style[1], MBOXLOCK_DOTLOCK);
	ck_assert(mboxlock_styles(&r, SPAN("dotlock flock,flock")));
	ck_assert_int_eq(r.nstyles, 2);
	ck_assert_int_eq(r.style[0], MBOXLOCK_DOTLOCK);
	ck_assert(!mboxlock_styles(&r, SPAN("")));
	ck_assert(!mboxlock_styles(&r, SPAN("fcntl, lockf")));
}
END_TEST

START_TEST(lock_file)
{
	struct dotlock a = DOTLOCK_INIT, b = DOTLOCK_INIT;
	struct utimbuf old = { 1000, 1000 };

	box_make();
	char *file = mem_fmt("%s/joe", dir), *lock = mem_fmt("%s.lock", file);
	ck_assert_int_eq(dotlock_take(&a, file, 500), 0);
	ck_assert_int_eq(access(lock, F_OK), 0);
	ck_assert_int_ne(dotlock_take(&b, file, 500), 0);
	ck_assert_ptr_null(b.path);

	/* stale: b takes it over, and a must not remove b's */
	ck_assert_int_eq(utime(lock, &old), 0);
	int hold = open(lock, O_RDONLY);	/* keeps the inode's number */
	ck_assert_int_eq(dotlock_take(&b, file, 500), 0);
	dotlock_release(&a);
	ck_assert_int_eq(access(lock, F_OK), 0);
	dotlock_release(&b);
	ck_assert_int_ne(access(lock, F_OK), 0);
	dotlock_release(&b);
	close(hold);
	free(lock);
	free(file);
	box_remove();
}
END_TEST

SUITE("mboxlock", styles, lock_file)
