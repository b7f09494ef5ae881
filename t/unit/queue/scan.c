/* SPDX-License-Identifier: ISC */
#include "queue/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../suite.h"

static struct queue q;

static void
make_queue(void)
{
	char dir[] = "/tmp/scan.XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert(queue_open(&q, dir));
	for (int s = 0; s < QUEUE_STATES; s++)
		ck_assert_int_eq(mkdirat(q.fd, queue_state_name[s], 0700), 0);
}

/* An empty file is enough of a message here. */
static struct id
put(struct place p)
{
	struct id id = id_make(stamp_now());
	struct place incoming = { QUEUE_INCOMING, 0 };
	struct buf name = BUF_INIT;

	queue_name(&name, incoming, &id);
	close(openat(q.fd, name.s, O_CREAT | O_WRONLY, 0600));
	if (p.state != QUEUE_INCOMING)
		ck_assert_int_eq(queue_move(&q, &id, incoming, p), 0);
	buf_clear(&name);
	return id;
}

static size_t
count(struct scan *s)
{
	struct id id;
	size_t n = 0;

	while (scan_next(s, &id)) {
		ck_assert_int_eq(queue_unlink(&q, &id, s->place), 0);
		n++;
	}
	ck_assert_int_eq(s->error, 0);
	scan_close(s);
	return n;
}

static void
remove_queue(void)
{
	struct scan s;

	for (int state = 0; state < QUEUE_STATES; state++)
		if (scan_open(&s, &q, (enum queue_state)state))
			count(&s);
	scan_drop_empty_slots(&q, INT64_MAX);
	for (int state = 0; state < QUEUE_STATES; state++)
		ck_assert_int_eq(unlinkat(q.fd, queue_state_name[state],
		    AT_REMOVEDIR), 0);
	rmdir(q.path);
	queue_close(&q);
}

START_TEST(finds_only_what_is_due)
{
	struct scan s;

	make_queue();
	put((struct place){ QUEUE_DEFERRED, 1000 });
	put((struct place){ QUEUE_DEFERRED, 1000 });
	put((struct place){ QUEUE_DEFERRED, 2000 });
	put((struct place){ QUEUE_DEFERRED, 2001 });
	put((struct place){ QUEUE_DEFERRED, 9000 });
	ck_assert(scan_open_due(&s, &q, 2000, 8000));
	ck_assert_uint_eq(count(&s), 4);	/* 9000: a clock was wrong */
	ck_assert(scan_open_due(&s, &q, 2000, 9000));
	ck_assert_uint_eq(count(&s), 0);
	ck_assert(scan_open(&s, &q, QUEUE_DEFERRED));
	ck_assert_uint_eq(count(&s), 1);
	remove_queue();
}
END_TEST

START_TEST(strangers_are_passed_over)
{
	struct scan s;

	make_queue();
	put((struct place){ QUEUE_HOLD, 0 });
	close(openat(q.fd, "hold/README", O_CREAT | O_WRONLY, 0600));
	close(openat(q.fd, "hold/.hidden", O_CREAT | O_WRONLY, 0600));
	ck_assert_int_eq(mkdirat(q.fd, "deferred/notes", 0700), 0);
	ck_assert(scan_open(&s, &q, QUEUE_HOLD));
	ck_assert_uint_eq(count(&s), 1);
	ck_assert(scan_open(&s, &q, QUEUE_DEFERRED));
	ck_assert_uint_eq(count(&s), 0);
	unlinkat(q.fd, "hold/README", 0);
	unlinkat(q.fd, "hold/.hidden", 0);
	unlinkat(q.fd, "deferred/notes", AT_REMOVEDIR);
	remove_queue();
}
END_TEST

START_TEST(moves_never_replace)
{
	struct place hold = { QUEUE_HOLD, 0 }, incoming = { QUEUE_INCOMING, 0 };
	struct buf name = BUF_INIT;

	make_queue();
	struct id id = put(hold);
	queue_name(&name, incoming, &id);
	close(openat(q.fd, name.s, O_CREAT | O_WRONLY, 0600));
	ck_assert_int_eq(queue_move(&q, &id, incoming, hold), -1);
	ck_assert_int_eq(errno, EEXIST);
	buf_clear(&name);
	remove_queue();
}
END_TEST

START_TEST(a_message_is_found_in_every_state)
{
	static const struct place places[] = {
		{ QUEUE_INCOMING, 0 }, { QUEUE_ACTIVE, 0 },
		{ QUEUE_DEFERRED, 77 }, { QUEUE_HOLD, 0 },
		{ QUEUE_CORRUPT, 0 },
	};
	struct place p;
	struct id none = id_make(stamp_now());

	make_queue();
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct id id = put(places[i]);

		ck_assert_int_eq(queue_find(&q, &id, &p), 0);
		ck_assert_int_eq(p.state, places[i].state);
		ck_assert_int_eq(p.slot, places[i].slot);
	}
	ck_assert_int_eq(queue_find(&q, &none, &p), -1);
	ck_assert_int_eq(errno, ENOENT);
	remove_queue();
}
END_TEST

START_TEST(slots_are_few_and_never_early)
{
	static const int64_t delays[] = { 0, 1, 5, 59, 300, 4000, 86400 };

	for (size_t i = 0; i < sizeof(delays) / sizeof(delays[0]); i++)
		for (int64_t now = 1795423000; now < 1795423130; now++) {
			int64_t slot = slot_after(now, delays[i]);

			ck_assert_int_ge(slot, now + delays[i]);
			ck_assert_int_le(slot, now + delays[i] +
			    (delays[i] / 10 < 60 ? delays[i] / 10 : 60) + 1);
		}
	/* those who wait as long share a slot */
	ck_assert_int_eq(slot_after(1795423081, 4000),
	    slot_after(1795423082, 4000));
}
END_TEST

START_TEST(slot_names)
{
	static const char *const bad[] = { "", "0", "-5", "+5", "05", "5x",
	    " 5", "99999999999999999999" };
	int64_t slot;

	ck_assert(slot_read(SPAN("1795423080"), &slot));
	ck_assert_int_eq(slot, 1795423080);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!slot_read(span_str(bad[i]), &slot), "%s", bad[i]);
}
END_TEST

START_TEST(empty_slots_of_the_past_go)
{
	struct stat st;

	make_queue();
	mkdirat(q.fd, "deferred/100", 0700);
	mkdirat(q.fd, "deferred/300", 0700);
	put((struct place){ QUEUE_DEFERRED, 200 });
	scan_drop_empty_slots(&q, 250);
	ck_assert_int_eq(fstatat(q.fd, "deferred/100", &st, 0), -1);
	ck_assert_int_eq(fstatat(q.fd, "deferred/200", &st, 0), 0);
	ck_assert_int_eq(fstatat(q.fd, "deferred/300", &st, 0), 0);
	remove_queue();
}
END_TEST

SUITE("queue/scan", finds_only_what_is_due, strangers_are_passed_over,
    moves_never_replace, a_message_is_found_in_every_state,
    slots_are_few_and_never_early, slot_names, empty_slots_of_the_past_go)
