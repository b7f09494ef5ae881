/* SPDX-License-Identifier: ISC */
#include "sys/fdpass.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../suite.h"
#include "sys/io.h"

static int
open_descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n;
}

START_TEST(descriptors_travel)
{
	int sock[2], p[2], got[FDPASS_MAX], n;
	struct buf b = BUF_INIT, text = BUF_INIT;

	ck_assert_int_eq(io_socketpair(SOCK_SEQPACKET, sock), 0);
	ck_assert_int_eq(io_pipe(p), 0);
	ck_assert_int_eq(fdpass_send(sock[0], SPAN("here"), p, 2), 4);
	ck_assert_int_eq(fdpass_recv(sock[1], &b, 100, got, &n), 4);
	ck_assert_str_eq(b.s, "here");
	ck_assert_int_eq(n, 2);
	ck_assert(fcntl(got[0], F_GETFD) & FD_CLOEXEC);
	ck_assert_int_eq(io_write(got[1], SPAN("x")), 0);
	ck_assert_int_eq(io_read(p[0], &text, 10), 1);
	buf_clear(&b);
	buf_clear(&text);
}
END_TEST

START_TEST(none_is_fine_and_the_end_is_zero)
{
	int sock[2], got[FDPASS_MAX], n;
	struct buf b = BUF_INIT;

	ck_assert_int_eq(io_socketpair(SOCK_SEQPACKET, sock), 0);
	ck_assert_int_eq(fdpass_send(sock[0], SPAN("a"), NULL, 0), 1);
	ck_assert_int_eq(fdpass_recv(sock[1], &b, 100, got, &n), 1);
	ck_assert_int_eq(n, 0);
	close(sock[0]);
	ck_assert_int_eq(fdpass_recv(sock[1], &b, 100, got, &n), 0);
	buf_clear(&b);
}
END_TEST

START_TEST(unwanted_descriptors_do_not_pile_up)
{
	int sock[2], got[FDPASS_MAX], n, many[FDPASS_MAX + 1];
	struct buf b = BUF_INIT;

	ck_assert_int_eq(io_socketpair(SOCK_SEQPACKET, sock), 0);
	for (int i = 0; i <= FDPASS_MAX; i++)
		many[i] = sock[0];
	ck_assert_int_eq(fdpass_send(sock[0], SPAN("a"), many, FDPASS_MAX + 1),
	    -1);
	int before = open_descriptors();
	for (int i = 0; i < 50; i++) {
		ck_assert_int_eq(fdpass_send(sock[0], SPAN("a"), many,
		    FDPASS_MAX), 1);
		ck_assert_int_eq(fdpass_recv(sock[1], &b, 100, got, &n), 1);
		while (n > 0)
			close(got[--n]);
	}
	ck_assert_int_eq(open_descriptors(), before);
	buf_clear(&b);
}
END_TEST

START_TEST(knows_the_peer)
{
	int sock[2];
	uid_t uid;
	gid_t gid;

	ck_assert_int_eq(io_socketpair(SOCK_STREAM, sock), 0);
	ck_assert_int_eq(fdpass_peer(sock[0], &uid, &gid), 0);
	ck_assert_uint_eq(uid, geteuid());
	ck_assert_uint_eq(gid, getegid());
}
END_TEST

START_TEST(finds_each_other_by_name)
{
	char path[] = "/tmp/fdpass.XXXXXX", name[64];
	int got[FDPASS_MAX], n;
	struct buf b = BUF_INIT;

	ck_assert_ptr_nonnull(mkdtemp(path));
	snprintf(name, sizeof(name), "%s/sock", path);
	ck_assert_int_eq(fdpass_connect(name), -1);
	ck_assert_int_eq(errno, ENOENT);
	int at = fdpass_listen(name), here = fdpass_connect(name);
	ck_assert(at >= 0 && here >= 0);
	int there = fdpass_accept(at);
	ck_assert_int_eq(fdpass_send(here, SPAN("hello"), NULL, 0), 5);
	ck_assert_int_eq(fdpass_recv(there, &b, 100, got, &n), 5);
	/* what was not read is known not to have been taken */
	ck_assert_int_eq(fdpass_send(here, SPAN("again"), &at, 1), 5);
	close(there);
	ck_assert_int_eq(fdpass_recv(here, &b, 100, got, &n), -1);
	ck_assert_int_eq(errno, ECONNRESET);
	close(at);
	ck_assert_int_eq(fdpass_connect(name), -1);
	ck_assert_int_eq(errno, ECONNREFUSED);
	unlink(name);
	rmdir(path);
	buf_clear(&b);
}
END_TEST

START_TEST(a_long_name_is_an_error)
{
	char name[200];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ck_assert_int_eq(fdpass_listen(name), -1);
	ck_assert_int_eq(errno, ENAMETOOLONG);
}
END_TEST

SUITE("sys/fdpass", descriptors_travel, finds_each_other_by_name,
    a_long_name_is_an_error, none_is_fine_and_the_end_is_zero,
    unwanted_descriptors_do_not_pile_up, knows_the_peer)
