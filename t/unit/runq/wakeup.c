/* SPDX-License-Identifier: ISC
 *
 * The moments between two runs, one by one: no byte may be lost.
 */
#include "../../../cmd/runq/wakeup.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "queue/wake.h"
#include "sys/io.h"
#include "../suite.h"

static char dir[] = "/tmp/wakeupXXXXXX";
static struct queue q;

static void
set_up(void)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert(queue_open(&q, dir));
	ck_assert_int_eq(mkdirat(q.fd, "pid", 0700), 0);
	ck_assert_int_eq(mkdirat(q.fd, "public", 0700), 0);
}

static void
tear_down(void)
{
	unlinkat(q.fd, "pid/runq", 0);
	unlinkat(q.fd, "pid/runq.lock", 0);
	unlinkat(q.fd, "public/runq", 0);
	unlinkat(q.fd, "public/flush", 0);
	unlinkat(q.fd, "pid", AT_REMOVEDIR);
	unlinkat(q.fd, "public", AT_REMOVEDIR);
	queue_close(&q);
	rmdir(dir);
}

/* A run starts; whether it has the lock. */
static bool
start(struct wakeup *w)
{
	bool held;

	ck_assert_int_eq(wakeup_open(w, &q, NULL), OUT_OK);
	ck_assert_int_eq(wakeup_begin(w, &held, NULL), OUT_OK);
	return held;
}

START_TEST(quiet_end)
{
	struct wakeup a;

	set_up();
	ck_assert(start(&a));
	ck_assert(!wakeup_drain(&a));	/* its own byte is its own scan */
	ck_assert(!wakeup_end(&a));
	wakeup_close(&a);
	tear_down();
}
END_TEST

/* B comes while A runs: A sees the byte, at the latest at its end. */
START_TEST(second_run)
{
	struct wakeup a, b;

	set_up();
	ck_assert(start(&a));
	ck_assert(!start(&b));
	wakeup_close(&b);
	ck_assert(wakeup_end(&a));	/* has the lock again */
	ck_assert(!start(&b));
	wakeup_close(&b);
	ck_assert(wakeup_drain(&a));
	ck_assert(!wakeup_end(&a));
	wakeup_close(&a);
	tear_down();
}
END_TEST

/* A has let go of the lock. C takes it and looks at the queue. B adds mail,
 * finds C, and ends. A removes B's byte, but does not get the lock: C must
 * find a byte again. */
START_TEST(byte_is_put_back)
{
	struct wakeup a, b, c;

	set_up();
	ck_assert(start(&a));
	io_close(&a.lock);
	ck_assert(start(&c));
	ck_assert(!wakeup_drain(&c));
	ck_assert(!start(&b));
	wakeup_close(&b);
	ck_assert(!wakeup_end(&a));
	wakeup_close(&a);
	ck_assert(wakeup_drain(&c));
	ck_assert(!wakeup_end(&c));
	wakeup_close(&c);
	tear_down();
}
END_TEST

/* Between A's lock and its last look: mail comes, and its byte. */
START_TEST(byte_at_the_end)
{
	struct wakeup a;

	set_up();
	ck_assert(start(&a));
	io_close(&a.lock);
	ck_assert_int_eq(wake_run(&q), 0);
	ck_assert(wakeup_end(&a));
	ck_assert_int_ge(a.lock, 0);
	ck_assert(!wakeup_end(&a));
	wakeup_close(&a);
	tear_down();
}
END_TEST

START_TEST(wishes)
{
	struct wakeup a;
	struct buf b = BUF_INIT;

	set_up();
	ck_assert(start(&a));
	ck_assert_int_eq(wake_flush_all(&q), 0);
	ck_assert_int_eq(wake_flush_site(&q, SPAN("x.example")), 0);
	ck_assert(wakeup_drain(&a));
	wakeup_wishes(&a, &b);
	ck_assert_str_eq(b.s, "1:f,10:sx.example,");
	buf_clear(&b);
	wakeup_close(&a);
	tear_down();
}
END_TEST

/* Who waits gets a pass that began after it asked, or the lock. */
START_TEST(waiting)
{
	struct wakeup a, b;

	set_up();
	ck_assert(start(&a));
	wakeup_pass_begins(&a);
	ck_assert(!start(&b));
	ck_assert(wakeup_drain(&a));
	if (fork() == 0) {
		while (!wakeup_drain(&a))
			io_wait(a.inbox, POLLIN, 1000);
		wakeup_pass_ends(&a);	/* of the pass that was under way */
		wakeup_pass_begins(&a);
		wakeup_pass_ends(&a);
		_exit(0);
	}
	ck_assert(wakeup_wait(&b, false));
	ck_assert_uint_eq(b.finished, 2);
	wakeup_close(&a);
	ck_assert(!wakeup_wait(&b, false));
	ck_assert_int_ge(b.lock, 0);
	wakeup_close(&b);
	tear_down();
}
END_TEST

SUITE("runq/wakeup", quiet_end, second_run, byte_is_put_back, byte_at_the_end,
    wishes, waiting)
