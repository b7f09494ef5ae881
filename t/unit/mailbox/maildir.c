/* SPDX-License-Identifier: ISC */
#include "../suite.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "box.h"
#include "mailbox/maildir.h"
#include "sys/file.h"
#include "sys/signals.h"

/* Names in DIR/box/SUB; the path of the last one in *path. */
static int
count(const char *box, const char *sub, char **path)
{
	char *p = mem_fmt("%s/%s/%s", dir, box, sub);
	DIR *d = opendir(p);
	struct dirent *e;
	int n = 0;

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		n++;
		if (path != NULL)
			*path = mem_fmt("%s/%s", p, e->d_name);
	}
	if (d != NULL)
		closedir(d);
	free(p);
	return n;
}

static enum out
store(const char *box, struct span text, uint64_t limit, struct why *w)
{
	struct letter l = { .head = SPAN("Delivered-To: x\n"), .at = 5,
	    .len = text.len };
	struct maildir m = MAILDIR_INIT;
	char *path = mem_fmt("%s/%s", dir, box);

	m.path = path;
	m.base = strlen(dir);
	m.limit = limit;
	l.fd = content(text);
	enum out out = maildir_store(&m, &l, w);
	if (out == OUT_OK)
		out = maildir_sync(&m, w);
	ck_assert_int_eq(m.fd, -1);
	maildir_clear(&m);
	close(l.fd);
	free(path);
	return out;
}

START_TEST(delivers)
{
	const struct span text = SPAN("Subject: x\n\n\0\xff\r\nFrom me\nend");
	struct why w = WHY_INIT;
	struct buf got = BUF_INIT;
	char *path = NULL;
	struct stat st;

	box_make();
	umask(077);
	ck_assert_int_eq(store("a/b/box", text, 0, &w), OUT_OK);
	ck_assert_int_eq(count("a/b/box", "new", &path), 1);
	ck_assert_int_eq(count("a/b/box", "tmp", NULL), 0);
	ck_assert_int_eq(file_read(AT_FDCWD, path, &got, 1000), 0);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 07777, 0600);
	ck_assert(strstr(path, ".V") != NULL && strstr(path, "I") != NULL);
	WANTS(&got, "Delivered-To: x\nSubject: x\n\n\0\xff\r\nFrom me\nend",
	    "content");
	free(path);
	for (int i = 0; i < 50; i++)
		ck_assert_int_eq(store("a/b/box", SPAN(""), 0, &w), OUT_OK);
	ck_assert_int_eq(count("a/b/box", "new", NULL), 51);
	why_clear(&w);
	box_remove();
}
END_TEST

/* What was stored and is not synced can be taken back. */
START_TEST(takes_back)
{
	struct letter l = { .head = SPAN("x\n") };
	struct maildir m = MAILDIR_INIT;
	struct why w = WHY_INIT;

	box_make();
	char *path = mem_fmt("%s/box", dir);
	m.path = path;
	m.base = strlen(dir);
	l.fd = content(SPAN(""));
	ck_assert_int_eq(maildir_store(&m, &l, &w), OUT_OK);
	ck_assert_int_eq(count("box", "new", NULL), 1);
	maildir_clear(&m);
	ck_assert_int_eq(count("box", "new", NULL), 0);
	ck_assert_int_eq(count("box", "tmp", NULL), 0);
	close(l.fd);
	free(path);
	why_clear(&w);
	box_remove();
}
END_TEST

START_TEST(refuses)
{
	struct why w = WHY_INIT;
	struct letter l = { .at = 5, .len = 100 };
	struct maildir m = MAILDIR_INIT;
	char *path;

	box_make();
	ck_assert_int_eq(store("box", SPAN("0123456789"), 20, &w), OUT_PERM);
	ck_assert_str_eq(w.dsn, "5.2.2");
	ck_assert_int_eq(count("box", "new", NULL), 0);
	ck_assert_int_eq(count("box", "tmp", NULL), 0);

	/* the queue file is shorter than it should be */
	path = mem_fmt("%s/box", dir);
	m.path = path;
	m.base = strlen(dir);
	l.fd = content(SPAN("short"));
	ck_assert_int_eq(maildir_store(&m, &l, &w), OUT_TEMP);
	ck_assert_int_eq(count("box", "new", NULL), 0);
	ck_assert_int_eq(count("box", "tmp", NULL), 0);
	close(l.fd);

	/* nothing is made above the base */
	m.base = strlen(path);
	free(path);
	m.path = path = mem_fmt("%s/none/box", dir);
	m.base = strlen(path) - 4;
	l = (struct letter){ .fd = l.fd };
	ck_assert_int_eq(maildir_store(&m, &l, &w), OUT_TEMP);
	ck_assert_int_eq(count("none", "", NULL), 0);
	free(path);

	/* a file where the directory should be */
	path = mem_fmt("%s/file", dir);
	close(open(path, O_CREAT | O_WRONLY, 0600));
	free(path);
	ck_assert_int_eq(store("file", SPAN("x"), 0, &w), OUT_TEMP);
	why_clear(&w);
	box_remove();
}
END_TEST

/* The host's own limit on files is no reason to return mail. */
START_TEST(file_limit)
{
	struct rlimit rl = { 4096, 4096 };
	static char big[8192];
	struct why w = WHY_INIT;

	signals_ignore(SIGXFSZ);
	box_make();
	int fd = content((struct span){ big, sizeof(big) });
	struct letter l = { .fd = fd, .at = 5, .len = sizeof(big) };
	struct maildir m = MAILDIR_INIT;
	char *path = mem_fmt("%s/box", dir);

	m.path = path;
	m.base = strlen(dir);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &rl), 0);
	ck_assert_int_eq(maildir_store(&m, &l, &w), OUT_TEMP);
	ck_assert_str_eq(w.dsn, "4.2.2");
	ck_assert_int_eq(count("box", "new", NULL), 0);
	ck_assert_int_eq(count("box", "tmp", NULL), 0);
	close(fd);
	free(path);
	why_clear(&w);
	box_remove();
}
END_TEST

SUITE("maildir", delivers, takes_back, refuses, file_limit)
