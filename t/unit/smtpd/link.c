/* SPDX-License-Identifier: ISC */
#include "../../../cmd/smtpd/link.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../suite.h"
#include "sys/fdpass.h"
#include "sys/io.h"

static void
wants_question(int monitor, const char *wanted)
{
	struct buf b = BUF_INIT;
	int fd[FDPASS_MAX], n;

	ck_assert_int_gt(fdpass_recv(monitor, &b, 100, fd, &n), 0);
	wants_text(&b, wanted, strlen(wanted), wanted);
}

static void
answer(int monitor, const char *said, int n)
{
	int fd[2];

	ck_assert_int_eq(io_pipe(fd), 0);
	ck_assert_int_gt(fdpass_send(monitor, span_str(said), fd, n), 0);
	close(fd[0]);
	close(fd[1]);
}

static bool
is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

START_TEST(answers_find_their_questions)
{
	struct link l;
	int sock[2], ends[2];

	ck_assert_int_eq(io_socketpair(SOCK_SEQPACKET, sock), 0);
	link_init(&l, sock[0]);
	link_ask(&l, HELPER_CLEANUP);
	link_ask(&l, HELPER_CLEANUP);		/* once is enough */
	answer(sock[1], "+cleanup", 2);
	answer(sock[1], "+saslio", 2);
	ck_assert(link_take(&l, HELPER_SASLIO, ends));
	wants_question(sock[1], "cleanup");
	wants_question(sock[1], "saslio");
	ck_assert(is_open(ends[0]) && is_open(ends[1]));
	close(ends[0]);
	close(ends[1]);
	ck_assert(link_take(&l, HELPER_CLEANUP, ends));
	ck_assert(is_open(ends[0]));
	close(ends[0]);
	close(ends[1]);
	link_close(&l);
	close(sock[0]);
	close(sock[1]);
}
END_TEST

START_TEST(no_is_an_answer)
{
	struct link l;
	int sock[2], ends[2];

	ck_assert_int_eq(io_socketpair(SOCK_SEQPACKET, sock), 0);
	link_init(&l, sock[0]);
	answer(sock[1], "-saslio", 0);
	ck_assert(!link_take(&l, HELPER_SASLIO, ends));
	answer(sock[1], "?", 2);
	answer(sock[1], "+saslio", 1);
	ck_assert(!link_take(&l, HELPER_SASLIO, ends));
	close(sock[1]);				/* the monitor is gone */
	ck_assert(!link_take(&l, HELPER_SASLIO, ends));
	link_close(&l);
	close(sock[0]);
}
END_TEST

START_TEST(what_was_not_taken_is_closed)
{
	struct link l;
	int sock[2], before, after;

	ck_assert_int_eq(io_socketpair(SOCK_SEQPACKET, sock), 0);
	link_init(&l, sock[0]);
	before = dup(0);
	close(before);
	link_answer(&l, SPAN("+cleanup"), (int[]){ dup(0), dup(0) }, 2);
	link_answer(&l, SPAN("+cleanup"), (int[]){ dup(0), dup(0) }, 2);
	link_close(&l);
	after = dup(0);
	ck_assert_int_eq(before, after);
	close(after);
	close(sock[0]);
	close(sock[1]);
}
END_TEST

SUITE("smtpd/link", answers_find_their_questions, no_is_an_answer,
    what_was_not_taken_is_closed)
