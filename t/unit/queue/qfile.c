/* SPDX-License-Identifier: ISC */
#include "queue/qfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../suite.h"
#include "queue/firstline.h"
#include "sys/file.h"
#include "sys/io.h"
#include "sys/lock.h"

static struct queue q;
static const struct place incoming = { QUEUE_INCOMING, 0 };

static void
make_queue(void)
{
	char dir[] = "/tmp/qfile.XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert(queue_open(&q, dir));
	for (int s = 0; s < QUEUE_STATES; s++)
		ck_assert_int_eq(mkdirat(q.fd, queue_state_name[s], 0700), 0);
}

static void
remove_queue(void)
{
	ck_assert_int_eq(fchdir(q.fd), 0);
	for (int s = 0; s < QUEUE_STATES; s++)
		unlinkat(q.fd, queue_state_name[s], AT_REMOVEDIR);
	rmdir(q.path);
	queue_close(&q);
}

static struct id
write_message(const char *content)
{
	struct envelope e = ENVELOPE_INIT;
	struct qwriter w;
	struct why why = WHY_INIT;
	struct id id = id_make(stamp_now());

	e.arrival = stamp_now();
	e.sender = SPAN("joe@example.com");
	envelope_add_rcpt(&e, &(struct rcpt){ .addr = SPAN("a@b") });
	envelope_add_rcpt(&e, &(struct rcpt){ .addr = SPAN("c@d") });
	ck_assert_int_eq(qwriter_open(&w, &q, &id, &why), OUT_OK);
	qwriter_envelope(&w, &e);
	ck_assert_int_eq(qwriter_content(&w, span_str(content), &why), OUT_OK);
	envelope_add_rcpt(&e, &(struct rcpt){ .addr = SPAN("late@d") });
	ck_assert_int_eq(qwriter_commit(&w, &e, &why), OUT_OK);
	envelope_clear(&e);
	return id;
}

static int
open_message(const struct id *id)
{
	struct buf name = BUF_INIT;

	queue_name(&name, incoming, id);
	int fd = openat(q.fd, name.s, O_RDWR);
	ck_assert_int_ge(fd, 0);
	buf_clear(&name);
	return fd;
}

static enum qfile_got
load(const struct id *id, struct qfile *f)
{
	return qfile_load(f, open_message(id), true, NULL);
}

START_TEST(reads_what_it_wrote)
{
	struct qfile f;
	struct buf b = BUF_INIT;

	make_queue();
	struct id id = write_message("Subject: x\n\nbody\n");
	ck_assert_int_eq(load(&id, &f), QFILE_OK);
	ck_assert_uint_eq(f.env.nrcpts, 3);
	ck_assert(span_is(f.env.rcpts[2].addr, "late@d"));
	ck_assert_int_eq(qfile_content(&f, &b, 100, 0), 17);
	ck_assert_str_eq(b.s, "Subject: x\n\nbody\n");
	ck_assert_int_eq(qfile_content(&f, &b, 100, 17), 0);
	ck_assert_uint_eq(f.journal_at, f.size);
	qfile_close(&f);
	buf_clear(&b);
	ck_assert_int_eq(queue_unlink(&q, &id, incoming), 0);
	remove_queue();
}
END_TEST

START_TEST(holds_the_lock_until_the_end)
{
	struct qwriter w;
	struct envelope e = ENVELOPE_INIT;

	make_queue();
	struct id id = id_make(stamp_now());
	ck_assert_int_eq(qwriter_open(&w, &q, &id, NULL), OUT_OK);
	int fd = open_message(&id);
	ck_assert_int_eq(lock_take(fd, false), -1);
	ck_assert_int_eq(errno, EWOULDBLOCK);
	e.arrival = stamp_now();
	qwriter_envelope(&w, &e);
	ck_assert_int_eq(qwriter_commit(&w, &e, NULL), OUT_OK);
	ck_assert_int_eq(lock_take(fd, false), 0);
	close(fd);
	queue_unlink(&q, &id, incoming);
	remove_queue();
}
END_TEST

START_TEST(an_existing_name_is_not_replaced)
{
	struct qwriter w;

	make_queue();
	struct id id = write_message("x\n");
	ck_assert_int_eq(qwriter_open(&w, &q, &id, NULL), OUT_PERM);
	ck_assert_int_eq(errno, EEXIST);
	qwriter_abort(&w);
	struct qfile f;
	ck_assert_int_eq(load(&id, &f), QFILE_OK);
	qfile_close(&f);
	queue_unlink(&q, &id, incoming);
	remove_queue();
}
END_TEST

START_TEST(abort_leaves_nothing)
{
	struct qwriter w;
	struct envelope e = ENVELOPE_INIT;

	make_queue();
	struct id id = id_make(stamp_now());
	ck_assert_int_eq(qwriter_open(&w, &q, &id, NULL), OUT_OK);
	e.arrival = stamp_now();
	qwriter_envelope(&w, &e);
	qwriter_abort(&w);
	ck_assert_int_eq(queue_unlink(&q, &id, incoming), -1);
	ck_assert_int_eq(errno, ENOENT);
	remove_queue();
}
END_TEST

START_TEST(unfinished_files_are_incomplete)
{
	static const char *const start[] = { "", "POSTERN1 - 00", "POSTERN1" };
	struct qwriter w;
	struct envelope e = ENVELOPE_INIT;
	struct qfile f;

	make_queue();
	struct id id = id_make(stamp_now());
	ck_assert_int_eq(qwriter_open(&w, &q, &id, NULL), OUT_OK);
	e.arrival = stamp_now();
	qwriter_envelope(&w, &e);
	static const char zeros[200000];
	ck_assert_int_eq(qwriter_content(&w,
	    (struct span){ zeros, sizeof(zeros) }, NULL), OUT_OK);
	ck_assert_int_eq(load(&id, &f), QFILE_INCOMPLETE);
	qfile_close(&f);
	for (size_t i = 0; i < sizeof(start) / sizeof(start[0]); i++) {
		ck_assert_int_eq(ftruncate(w.fd, 0), 0);
		ck_assert_int_eq(io_pwrite(w.fd, span_str(start[i]), 0), 0);
		ck_assert_int_eq(load(&id, &f), QFILE_INCOMPLETE);
		qfile_close(&f);
	}
	qwriter_abort(&w);
	remove_queue();
}
END_TEST

/* Any changed byte of first line, envelope or content, and any length but the
 * right one, is noticed - but for the state bytes, which are made to change. */
START_TEST(damage_is_noticed)
{
	struct qfile f;
	struct buf whole = BUF_INIT;

	make_queue();
	struct id id = write_message("Subject: x\n\nbody\n");
	ck_assert_int_eq(load(&id, &f), QFILE_OK);
	uint64_t content_at = f.content_at, end = f.journal_at;
	uint64_t state_at = f.env.rcpts[0].at;
	qfile_close(&f);
	int fd = open_message(&id);
	io_pread(fd, &whole, 65536, 0);
	for (uint64_t len = 0; len < end; len++) {
		ck_assert_int_eq(ftruncate(fd, (off_t)len), 0);
		ck_assert_int_ne(load(&id, &f), QFILE_OK);
		qfile_close(&f);
		ck_assert_int_eq(io_pwrite(fd, buf_span(&whole), 0), 0);
	}
	for (uint64_t at = 0; at < content_at + 17; at++) {
		char byte = (char)(whole.s[at] ^ 0x80);

		if (at >= FIRSTLINE_LEN && at < content_at && at != state_at)
			continue;	/* a letter of a name may be another */
		ck_assert_int_eq(io_pwrite(fd, (struct span){ &byte, 1 }, at), 0);
		ck_assert_msg(load(&id, &f) != QFILE_OK, "byte %d", (int)at);
		qfile_close(&f);
		ck_assert_int_eq(io_pwrite(fd, buf_span(&whole), 0), 0);
	}
	close(fd);
	buf_clear(&whole);
	queue_unlink(&q, &id, incoming);
	remove_queue();
}
END_TEST

START_TEST(marks_one_byte)
{
	struct qfile f;

	make_queue();
	struct id id = write_message("x\n");
	ck_assert_int_eq(load(&id, &f), QFILE_OK);
	ck_assert_int_eq(qfile_mark(&f, 1, RCPT_DONE), 0);
	ck_assert_int_eq(qfile_mark(&f, 2, RCPT_FAILED), 0);
	qfile_close(&f);
	ck_assert_int_eq(load(&id, &f), QFILE_OK);
	ck_assert_int_eq(f.env.rcpts[0].state, RCPT_TODO);
	ck_assert_int_eq(f.env.rcpts[1].state, RCPT_DONE);
	ck_assert_int_eq(f.env.rcpts[2].state, RCPT_FAILED);
	qfile_close(&f);
	queue_unlink(&q, &id, incoming);
	remove_queue();
}
END_TEST

START_TEST(appends_behind_the_last_whole_line)
{
	struct qfile f;
	struct buf b = BUF_INIT;

	make_queue();
	struct id id = write_message("x\n");
	ck_assert_int_eq(load(&id, &f), QFILE_OK);
	ck_assert_int_eq(qfile_append(&f, SPAN("one\n")), 0);
	ck_assert_int_eq(qfile_append(&f, SPAN("two\n")), 0);
	ck_assert_int_eq(io_pwrite(f.fd, SPAN("cut off by a cra"), f.size), 0);
	qfile_close(&f);
	ck_assert_int_eq(load(&id, &f), QFILE_OK);
	ck_assert_int_eq(qfile_append(&f, SPAN("three\n")), 0);
	ck_assert_int_eq(qfile_journal(&f, &b, 1000), 0);
	ck_assert_str_eq(b.s, "one\ntwo\nthree\n");
	qfile_close(&f);
	buf_clear(&b);
	queue_unlink(&q, &id, incoming);
	remove_queue();
}
END_TEST

START_TEST(a_damaged_journal_line_loses_nothing_else)
{
	struct qfile f;
	struct buf b = BUF_INIT;

	make_queue();
	struct id id = write_message("x\n");
	ck_assert_int_eq(load(&id, &f), QFILE_OK);
	/* the first line of the journal itself was cut */
	ck_assert_int_eq(io_pwrite(f.fd, SPAN("half"), f.size), 0);
	qfile_close(&f);
	ck_assert_int_eq(load(&id, &f), QFILE_OK);
	ck_assert_int_eq(qfile_append(&f, SPAN("whole\n")), 0);
	ck_assert_int_eq(qfile_journal(&f, &b, 1000), 0);
	ck_assert_str_eq(b.s, "whole\n");
	qfile_close(&f);
	buf_clear(&b);
	queue_unlink(&q, &id, incoming);
	remove_queue();
}
END_TEST

SUITE("queue/qfile", reads_what_it_wrote, holds_the_lock_until_the_end,
    an_existing_name_is_not_replaced, abort_leaves_nothing,
    unfinished_files_are_incomplete, damage_is_noticed, marks_one_byte,
    appends_behind_the_last_whole_line,
    a_damaged_journal_line_loses_nothing_else)
