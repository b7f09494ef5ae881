/* SPDX-License-Identifier: ISC */
#include "sys/io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../suite.h"

START_TEST(through_a_pipe)
{
	struct buf b = BUF_INIT;
	int fd[2];

	ck_assert_int_eq(io_pipe(fd), 0);
	ck_assert(fcntl(fd[0], F_GETFD) & FD_CLOEXEC);
	ck_assert_int_eq(io_wait(fd[0], POLLIN, 0), 0);
	ck_assert_int_eq(io_write(fd[1], SPAN("a\0b")), 0);
	ck_assert_int_eq(io_wait(fd[0], POLLIN, 0), 1);
	ck_assert_int_eq(io_read(fd[0], &b, 2), 2);
	ck_assert_int_eq(io_read(fd[0], &b, 100), 1);
	ck_assert(span_eq(buf_span(&b), SPAN("a\0b")));
	io_close(&fd[1]);
	ck_assert_int_eq(fd[1], -1);
	ck_assert_int_eq(io_read(fd[0], &b, 100), 0);
	io_close(&fd[0]);
	buf_clear(&b);
}
END_TEST

static void
no_op(int signo)
{
	(void)signo;
}

/* A megabyte through a pipe that is full most of the time, while signals
 * interrupt: written whole, also without blocking. */
static void
writes_all(bool nonblock)
{
	enum { SIZE = 1 << 20 };
	struct sigaction sa = { .sa_handler = no_op };
	struct buf b = BUF_INIT;
	int fd[2];

	ck_assert_int_eq(io_pipe(fd), 0);
	ck_assert_int_eq(sigaction(SIGUSR1, &sa, NULL), 0);
	pid_t parent = getpid(), pid = fork();
	if (pid == 0) {
		close(fd[1]);
		while (io_read(fd[0], &b, 30000) > 0) {
			kill(parent, SIGUSR1);
			nanosleep(&(struct timespec){ 0, 500000 }, NULL);
		}
		_exit(b.len == SIZE ? 0 : 1);
	}
	close(fd[0]);
	memset(buf_room(&b, SIZE), 'x', SIZE);
	buf_grew(&b, SIZE);
	ck_assert_int_eq(io_nonblock(fd[1], nonblock), 0);
	ck_assert_int_eq(io_write(fd[1], buf_span(&b)), 0);
	close(fd[1]);
	int status;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	ck_assert_int_eq(status, 0);
	buf_clear(&b);
}

START_TEST(interrupted_writes_go_on)
{
	writes_all(false);
	writes_all(true);
}
END_TEST

START_TEST(some_is_none_when_full)
{
	struct buf b = BUF_INIT;
	int fd[2];

	ck_assert_int_eq(io_pipe(fd), 0);
	ck_assert_int_eq(io_nonblock(fd[1], true), 0);
	memset(buf_room(&b, 4096), 'x', 4096);
	buf_grew(&b, 4096);
	while (io_write_some(fd[1], buf_span(&b)) > 0)
		;
	ck_assert_int_eq(io_write_some(fd[1], buf_span(&b)), 0);
	buf_clear(&b);
}
END_TEST

START_TEST(at_an_offset)
{
	char name[] = "/tmp/io.XXXXXX";
	struct buf b = BUF_INIT;
	int fd = mkstemp(name);

	unlink(name);
	ck_assert_int_eq(io_pwrite(fd, SPAN("hello"), 10), 0);
	ck_assert_int_eq(io_pread(fd, &b, 3, 11), 3);
	ck_assert_str_eq(b.s, "ell");
	ck_assert_int_eq(io_pread(fd, &b, 3, 15), 0);
	ck_assert_int_eq(io_pwrite(-1, SPAN("x"), 0), -1);
	buf_clear(&b);
	close(fd);
}
END_TEST

SUITE("sys/io", through_a_pipe, interrupted_writes_go_on,
    some_is_none_when_full, at_an_offset)
