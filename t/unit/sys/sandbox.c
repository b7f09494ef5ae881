/* SPDX-License-Identifier: ISC */
#include "sys/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../suite.h"

/* In a child, which cannot come back: 0 when all is as it should be. */
static int
in_sandbox(bool sockets, int (*run)(void))
{
	struct sandbox s;
	int status;

	if (sandbox_prepare(&s, sockets) < 0) {
		ck_assert_int_eq(errno, ENOSYS);
		ck_assert_int_eq(sandbox_enter(&s), -1);
		return 0;
	}
	pid_t pid = fork();
	if (pid == 0)
		_exit(sandbox_enter(&s) < 0 ? 99 : run());
	waitpid(pid, &status, 0);
	sandbox_clear(&s);
	return status;
}

static int
opens(void)
{
	if (open("/", O_RDONLY | O_DIRECTORY) < 0)
		return 1;
	if (open("/dev/null", O_WRONLY) >= 0 || errno != EPERM)
		return 2;
	if (open("/dev/null", O_RDWR) >= 0 || errno != EPERM)
		return 3;
	if (unlink("/nonexistent") == 0 || errno != EPERM)
		return 4;
	return 0;
}

static int
starts(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid >= 0 || errno != EPERM;
}

static int
talks(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0 ||
	    socket(AF_UNIX, SOCK_STREAM, 0) < 0;
}

static int
does_not_talk(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0 || errno != EPERM;
}

START_TEST(reads_only)
{
	ck_assert_int_eq(in_sandbox(true, opens), 0);
}
END_TEST

START_TEST(starts_nothing)
{
	ck_assert_int_eq(in_sandbox(true, starts), 0);
}
END_TEST

START_TEST(talks_where_it_may)
{
	ck_assert_int_eq(in_sandbox(true, talks), 0);
	ck_assert_int_eq(in_sandbox(false, does_not_talk), 0);
}
END_TEST

SUITE("sandbox", reads_only, starts_nothing, talks_where_it_may)
