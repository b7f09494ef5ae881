/* SPDX-License-Identifier: ISC */
#include "../mailbox/box.h"

#include "../../../cmd/local/child.h"

static struct local cf = {
	.home_mailbox = "", .delimiter = "+", .double_bounce = "double-bounce",
	.mbox = { .lock = { .style = { MBOXLOCK_DOTLOCK }, .nstyles = 1,
	    .attempts = 100, .delay = 1, .stale = 500 } },
	.seconds = 60
};

static void
deliver(struct job *j, struct request *rq, int fd)
{
	static struct rcpt r = { .state = RCPT_TODO };
	struct child c = CHILD_INIT;
	struct user me = USER_INIT;

	ck_assert_int_eq(user_by_uid(&me, geteuid()), USER_FOUND);
	r.addr = buf_span(&me.name);
	rq->content_at = 5;
	rq->content_len = 2;
	job_begin(j, &cf, rq, &r, fd);
	ck_assert(!j->done);
	child_start(&c, j, -1);
	if (!j->done)
		child_collect(&c, j);
	ck_assert(j->done);
	ck_assert_int_eq(c.pipe, -1);
	user_clear(&me);
}

START_TEST(delivers)
{
	struct request rq = REQUEST_INIT;
	struct job j;

	box_make();
	cf.spool = mem_fmt("%s/", dir);
	int fd = content(SPAN("x\n"));
	deliver(&j, &rq, fd);
	ck_assert_msg(j.why.out == OUT_OK, "%s", j.why.text.s);
	ck_assert_str_eq(j.why.text.s, "delivered to maildir");
	job_clear(&j);
	close(fd);
	box_remove();
}
END_TEST

/* Somebody holds the lock for longer than a delivery may take. */
START_TEST(too_long)
{
	struct request rq = REQUEST_INIT;
	struct user me = USER_INIT;
	struct job j;

	box_make();
	cf.spool = dir;
	cf.seconds = 1;
	ck_assert_int_eq(user_by_uid(&me, geteuid()), USER_FOUND);
	char *lock = mem_fmt("%s/%s.lock", dir, me.name.s);
	close(open(lock, O_WRONLY | O_CREAT, 0600));
	int fd = content(SPAN("x\n"));
	deliver(&j, &rq, fd);
	ck_assert_int_eq(j.why.out, OUT_TEMP);
	ck_assert_ptr_nonnull(strstr(j.why.text.s, "did not end within 1 sec"));
	job_clear(&j);
	close(fd);
	free(lock);
	user_clear(&me);
	box_remove();
}
END_TEST

SUITE("child", delivers, too_long)
