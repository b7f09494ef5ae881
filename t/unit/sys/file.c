/* SPDX-License-Identifier: ISC */
#include "sys/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "../suite.h"
#include "sys/io.h"

static int at;
static char dir[] = "/tmp/file.XXXXXX";

static void
setup(void)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	at = file_open_dir(AT_FDCWD, dir);
	ck_assert_int_ge(at, 0);
	ck_assert_int_eq(fchdir(at), 0);
}

static void
put(const char *name, const char *text)
{
	int fd = openat(at, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(io_write(fd, span_str(text)), 0);
	close(fd);
}

static void
holds(const char *name, const char *text)
{
	struct buf b = BUF_INIT;

	ck_assert_int_eq(file_read(at, name, &b, 1000), 0);
	ck_assert_str_eq(b.s, text);
	buf_clear(&b);
}

START_TEST(reads_within_bounds)
{
	struct buf b = BUF_INIT;

	setup();
	put("a", "0123456789");
	buf_adds(&b, "kept");
	ck_assert_int_eq(file_read(at, "a", &b, 9), -1);
	ck_assert_int_eq(errno, EFBIG);
	ck_assert_str_eq(b.s, "kept");
	ck_assert_int_eq(file_read(at, "a", &b, 10), 0);
	ck_assert_str_eq(b.s, "kept0123456789");
	ck_assert_int_eq(file_read(at, "none", &b, 10), -1);
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_int_eq(file_read(at, ".", &b, 10), -1);
	ck_assert_int_eq(errno, EISDIR);
	buf_clear(&b);
	unlinkat(at, "a", 0);
	rmdir(dir);
}
END_TEST

START_TEST(a_move_never_replaces)
{
	setup();
	put("a", "one");
	put("b", "two");
	ck_assert_int_eq(file_move(at, "a", at, "b"), -1);
	ck_assert_int_eq(errno, EEXIST);
	holds("a", "one");
	holds("b", "two");
	ck_assert_int_eq(file_move(at, "a", at, "c"), 0);
	holds("c", "one");
	ck_assert_int_eq(file_move(at, "a", at, "d"), -1);
	ck_assert_int_eq(errno, ENOENT);
	unlinkat(at, "b", 0);
	unlinkat(at, "c", 0);
	rmdir(dir);
}
END_TEST

START_TEST(knows_a_replaced_name)
{
	setup();
	put("a", "one");
	int fd = openat(at, "a", O_RDONLY);
	ck_assert(file_is(fd, at, "a"));
	put("b", "two");
	ck_assert_int_eq(renameat(at, "b", at, "a"), 0);
	ck_assert(!file_is(fd, at, "a"));
	ck_assert_int_eq(linkat(at, "a", at, "c", 0), 0);
	ck_assert_int_eq(symlinkat("c", at, "d"), 0);
	int other = openat(at, "c", O_RDONLY);
	ck_assert(!file_is(other, at, "d"));
	unlinkat(at, "a", 0);
	ck_assert(!file_is(fd, at, "a"));
	close(fd);
	close(other);
	unlinkat(at, "c", 0);
	unlinkat(at, "d", 0);
	rmdir(dir);
}
END_TEST

START_TEST(replaces_whole)
{
	struct stat st;

	setup();
	put("a", "old");
	ck_assert_int_eq(file_replace("a", SPAN("new text"), 0640), 0);
	holds("a", "new text");
	ck_assert_int_eq(fstatat(at, "a", &st, 0), 0);
	ck_assert_int_eq(st.st_mode & 07777, 0640);
	ck_assert_int_eq(file_replace("no/such/dir", SPAN("x"), 0600), -1);
	unlinkat(at, "a", 0);
	/* nothing else was left behind */
	ck_assert_int_eq(rmdir(dir), 0);
}
END_TEST

SUITE("sys/file", reads_within_bounds, a_move_never_replaces,
    knows_a_replaced_name, replaces_whole)
