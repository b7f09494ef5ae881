/* SPDX-License-Identifier: ISC */
#include "box.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "mailbox/mbox.h"
#include "sys/file.h"
#include "sys/signals.h"

static const struct mbox_rules rules = {
	.lock = { .style = { MBOXLOCK_FCNTL, MBOXLOCK_DOTLOCK }, .nstyles = 2,
	    .attempts = 1, .delay = 1, .stale = 500 },
	.strict_owner = true
};

static enum out
put(const char *path, struct span text, uint64_t limit, struct why *w)
{
	struct mbox_rules r = rules;
	struct letter l = { .sender = SPAN("a@b"), .head = SPAN("X: y\n"),
	    .at = 5, .len = text.len };

	r.owner = geteuid();
	r.limit = limit;
	l.fd = content(text);
	enum out out = mbox_deliver(path, &l, &r, w);
	close(l.fd);
	return out;
}

static void
holds(const char *path, struct span begins, size_t wanted)
{
	struct buf b = BUF_INIT;

	ck_assert_int_eq(file_read(AT_FDCWD, path, &b, 1 << 20), 0);
	ck_assert(span_starts(buf_span(&b), begins));
	ck_assert_uint_eq(b.len, wanted);
	buf_clear(&b);
}

enum { LINE = sizeof("From a@b  Thu Jan  1 00:00:00 1970\nX: y\n") - 1 };

START_TEST(appends)
{
	struct why w = WHY_INIT;

	box_make();
	char *path = mem_fmt("%s/joe", dir);
	ck_assert_int_eq(put(path, SPAN("\n\0\xff\n"), 0, &w), OUT_OK);
	holds(path, SPAN("From a@b  "), LINE + 4 + 1);
	/* a missing last newline, and a line to quote */
	ck_assert_int_eq(put(path, SPAN("\nFrom x"), 0, &w), OUT_OK);
	holds(path, SPAN("From a@b  "), LINE + 4 + 1 + LINE + 8 + 1 + 1);
	free(path);
	why_clear(&w);
	box_remove();
}
END_TEST

static void
leaves(const char *path, struct span before, struct span text, uint64_t limit,
    enum out wanted, const char *dsn)
{
	struct why w = WHY_INIT;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ck_assert_int_eq(write(fd, before.p, before.len), (ssize_t)before.len);
	close(fd);
	ck_assert_int_eq(put(path, text, limit, &w), wanted);
	ck_assert_str_eq(w.dsn, dsn);
	holds(path, before, before.len);
	why_clear(&w);
}

/* Whatever goes wrong, the mailbox is as long as it was, and not locked. */
START_TEST(cuts_back)
{
	static char big[300000];
	struct rlimit rl = { 200000, 200000 };

	box_make();
	signals_ignore(SIGXFSZ);
	char *path = mem_fmt("%s/joe", dir);
	char *lock = mem_fmt("%s.lock", path);
	leaves(path, SPAN("old\n\n"), SPAN("too long"), 20, OUT_PERM, "5.2.2");
	struct span large = { big, sizeof(big) };
	leaves(path, SPAN("old\n\n"), large, 150000, OUT_PERM, "5.2.2");

	struct why w = WHY_INIT;
	struct mbox_rules r = rules;
	struct letter l = { .at = 5, .len = 100 };
	r.owner = geteuid();
	l.fd = content(SPAN("shorter than that"));
	ck_assert_int_eq(mbox_deliver(path, &l, &r, &w), OUT_TEMP);
	holds(path, SPAN("old\n\n"), 5);
	close(l.fd);

	l.fd = content(large);
	l.len = sizeof(big);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &rl), 0);
	ck_assert_int_eq(mbox_deliver(path, &l, &r, &w), OUT_TEMP);
	ck_assert_str_eq(w.dsn, "4.2.2");
	holds(path, SPAN("old\n\n"), 5);
	close(l.fd);
	ck_assert_int_ne(access(lock, F_OK), 0);
	free(lock);
	free(path);
	why_clear(&w);
	box_remove();
}
END_TEST

/* A reader that replaces the mailbox while it holds the lock: the message must
 * be in the new file. */
START_TEST(replaced)
{
	struct why w = WHY_INIT;
	int ready[2];
	char c;

	box_make();
	char *path = mem_fmt("%s/joe", dir), *other = mem_fmt("%s/new", dir);
	close(open(path, O_WRONLY | O_CREAT, 0600));
	close(open(other, O_WRONLY | O_CREAT, 0600));
	ck_assert_int_eq(pipe(ready), 0);
	pid_t pid = fork();
	if (pid == 0) {
		int fd = open(path, O_RDWR);
		struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
		struct timespec t = { 0, 200000000 };

		if (fcntl(fd, F_SETLK, &fl) < 0 || write(ready[1], "x", 1) != 1)
			_exit(1);
		nanosleep(&t, NULL);
		_exit(rename(other, path) < 0);
	}
	ck_assert_int_eq(read(ready[0], &c, 1), 1);
	struct mbox_rules r = rules;
	struct letter l = { .at = 5, .len = 2 };
	r.owner = geteuid();
	r.lock.attempts = 20;
	l.fd = content(SPAN("x\n"));
	ck_assert_int_eq(mbox_deliver(path, &l, &r, &w), OUT_OK);
	close(l.fd);
	int status;
	waitpid(pid, &status, 0);
	ck_assert_int_eq(status, 0);
	struct stat st;
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_gt(st.st_size, 0);
	free(path);
	free(other);
	why_clear(&w);
	box_remove();
}
END_TEST

SUITE("mbox", appends, cuts_back, replaced)
