/* SPDX-License-Identifier: ISC */
#include "agent/prefork.h"

#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "../suite.h"
#include "sys/fdpass.h"
#include "sys/io.h"

/* Says what it was given, and who it is. */
static int
session(void *arg, const int *fd)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%s %d", (const char *)arg, (int)getpid());
	io_write(fd[1], buf_span(&b));
	buf_clear(&b);
	return 0;
}

static pid_t
start(int sock[2])
{
	char word[] = "hello";
	pid_t pid;

	ck_assert_int_eq(io_socketpair(SOCK_SEQPACKET, sock), 0);
	pid = fork();
	if (pid == 0) {
		close(sock[0]);
		_exit(prefork_serve(sock[1], 2, session, word));
	}
	close(sock[1]);
	return pid;
}

static int
status_of(pid_t pid)
{
	int status;

	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
ask(int sock, struct buf *said)
{
	int in[2], out[2];

	ck_assert(io_pipe(in) == 0 && io_pipe(out) == 0);
	ck_assert_int_gt(fdpass_send(sock, SPAN("s"),
	    (int[]){ in[0], out[1] }, 2), 0);
	close(in[0]);
	close(out[1]);
	while (io_read(out[0], said, 100) > 0)
		;
	close(in[1]);
	close(out[0]);
}

START_TEST(each_request_has_its_own_process)
{
	struct buf one = BUF_INIT, two = BUF_INIT;
	int sock[2];
	pid_t pid = start(sock);

	ask(sock[0], &one);
	ask(sock[0], &two);
	ck_assert(span_starts(buf_span(&one), SPAN("hello ")));
	ck_assert(span_starts(buf_span(&two), SPAN("hello ")));
	ck_assert_str_ne(one.s, two.s);
	close(sock[0]);
	ck_assert_int_eq(status_of(pid), EX_OK);
	buf_clear(&one);
	buf_clear(&two);
}
END_TEST

START_TEST(what_is_no_request_does_no_harm)
{
	struct buf b = BUF_INIT;
	int sock[2];
	pid_t pid = start(sock);

	ck_assert_int_gt(fdpass_send(sock[0], SPAN("s"), (int[]){ 0 }, 1), 0);
	ck_assert_int_gt(fdpass_send(sock[0], SPAN("s"), NULL, 0), 0);
	ask(sock[0], &b);
	ck_assert(span_starts(buf_span(&b), SPAN("hello ")));
	close(sock[0]);
	ck_assert_int_eq(status_of(pid), EX_OK);
	buf_clear(&b);
}
END_TEST

SUITE("agent/prefork", each_request_has_its_own_process,
    what_is_no_request_does_no_harm)
