/* SPDX-License-Identifier: ISC */
#include "sys/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../suite.h"

static char path[] = "/tmp/lock.XXXXXX";

START_TEST(one_holder)
{
	close(mkstemp(path));
	int a = lock_open(AT_FDCWD, path, O_RDWR, false);
	ck_assert_int_ge(a, 0);
	ck_assert_int_eq(lock_open(AT_FDCWD, path, O_RDWR, false), -1);
	ck_assert_int_eq(errno, EWOULDBLOCK);
	/* a copy of the descriptor keeps it locked */
	int copy = dup(a);
	close(a);
	ck_assert_int_eq(lock_open(AT_FDCWD, path, O_RDWR, false), -1);
	close(copy);
	int b = lock_open(AT_FDCWD, path, O_RDWR, false);
	ck_assert_int_ge(b, 0);
	ck_assert_int_eq(lock_release(b), 0);
	int c = lock_open(AT_FDCWD, path, O_RDWR, false);
	ck_assert_int_ge(c, 0);
	unlink(path);
}
END_TEST

/* While we wait for the lock the file is taken away and another put there:
 * what we get must be the new one. */
START_TEST(a_replaced_file_is_not_locked)
{
	struct stat st;
	char other[] = "/tmp/lock.XXXXXX";

	close(mkstemp(path));
	int old = lock_open(AT_FDCWD, path, O_RDWR, false);
	pid_t pid = fork();
	if (pid == 0) {
		nanosleep(&(struct timespec){ 0, 100000000 }, NULL);
		int fd = mkstemp(other);
		if (write(fd, "new", 3) != 3 || rename(other, path) != 0)
			_exit(1);
		_exit(0);		/* and with it our copy of the old lock */
	}
	close(old);
	int fd = lock_open(AT_FDCWD, path, O_RDWR, true);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fstat(fd, &st), 0);
	ck_assert_int_eq(st.st_size, 3);
	int status;
	waitpid(pid, &status, 0);
	ck_assert_int_eq(status, 0);
	unlink(path);
}
END_TEST

START_TEST(no_symbolic_links)
{
	char link[] = "/tmp/lock-link.XXXXXX";

	close(mkstemp(path));
	close(mkstemp(link));
	unlink(link);
	ck_assert_int_eq(symlink(path, link), 0);
	ck_assert_int_eq(lock_open(AT_FDCWD, link, O_RDWR, false), -1);
	ck_assert_int_eq(errno, ELOOP);
	unlink(link);
	unlink(path);
}
END_TEST

START_TEST(fcntl_between_processes)
{
	int fd = mkstemp(path), status;

	ck_assert_int_eq(lock_fcntl(fd, false), 0);
	pid_t pid = fork();
	if (pid == 0) {
		int mine = open(path, O_RDWR);

		_exit(lock_fcntl(mine, false) < 0 && errno == EWOULDBLOCK ?
		    0 : 1);
	}
	waitpid(pid, &status, 0);
	ck_assert_int_eq(status, 0);
	unlink(path);
}
END_TEST

SUITE("sys/lock", one_holder, a_replaced_file_is_not_locked,
    no_symbolic_links, fcntl_between_processes)
