/* SPDX-License-Identifier: ISC */
#include "sys/fifo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../suite.h"
#include "sys/file.h"

static int at;
static char dir[] = "/tmp/fifo.XXXXXX";

START_TEST(wakes_who_listens)
{
	struct buf b = BUF_INIT;
	struct stat st;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	at = file_open_dir(AT_FDCWD, dir);
	ck_assert_int_eq(fifo_send(at, "f", SPAN("w")), -1);
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_int_eq(fifo_make(at, "f", 0620), 0);
	ck_assert_int_eq(fifo_make(at, "f", 0620), 0);
	ck_assert_int_eq(fstatat(at, "f", &st, 0), 0);
	ck_assert(S_ISFIFO(st.st_mode));
	ck_assert_int_eq(st.st_mode & 0777, 0620);
	ck_assert_int_eq(fifo_send(at, "f", SPAN("w")), -1);
	ck_assert_int_eq(errno, ENXIO);
	int fd = fifo_open(at, "f");
	ck_assert_int_ge(fd, 0);
	ck_assert(!fifo_drain(fd, NULL));
	ck_assert_int_eq(fifo_send(at, "f", SPAN("abc")), 0);
	ck_assert_int_eq(fifo_send(at, "f", SPAN("d")), 0);
	ck_assert(fifo_drain(fd, &b));
	ck_assert_str_eq(b.s, "abcd");
	ck_assert(!fifo_drain(fd, &b));
	buf_clear(&b);
	unlinkat(at, "f", 0);
	rmdir(dir);
}
END_TEST

START_TEST(never_waits)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	at = file_open_dir(AT_FDCWD, dir);
	ck_assert_int_eq(fifo_make(at, "f", 0600), 0);
	int fd = fifo_open(at, "f");
	for (int i = 0; i < 70000; i++)	/* more than a pipe holds */
		ck_assert_int_eq(fifo_send(at, "f", SPAN("w")), 0);
	ck_assert(fifo_drain(fd, NULL));
	unlinkat(at, "f", 0);
	rmdir(dir);
}
END_TEST

START_TEST(only_fifos)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	at = file_open_dir(AT_FDCWD, dir);
	close(openat(at, "file", O_CREAT | O_WRONLY, 0600));
	ck_assert_int_eq(symlinkat("file", at, "link"), 0);
	ck_assert_int_eq(fifo_send(at, "file", SPAN("w")), -1);
	ck_assert_int_eq(fifo_send(at, "link", SPAN("w")), -1);
	ck_assert_int_eq(fifo_open(at, "file"), -1);
	unlinkat(at, "file", 0);
	unlinkat(at, "link", 0);
	rmdir(dir);
}
END_TEST

SUITE("sys/fifo", wakes_who_listens, never_waits, only_fifos)
