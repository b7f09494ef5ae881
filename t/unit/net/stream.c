/* SPDX-License-Identifier: ISC */
#include "net/stream.h"

#include <signal.h>
#include <unistd.h>

#include "../suite.h"
#include "sys/io.h"

static void
make(struct stream *s, int in[2], int out[2])
{
	ck_assert_int_eq(io_pipe(in), 0);
	ck_assert_int_eq(io_pipe(out), 0);
	stream_init(s, in[0], out[1]);
	stream_limit(s, 10);
}

START_TEST(reads_and_takes)
{
	struct stream s;
	int in[2], out[2];

	make(&s, in, out);
	ck_assert(!stream_pending(&s));
	ck_assert_int_eq(io_write(in[1], SPAN("abc")), 0);
	ck_assert(stream_pending(&s));
	ck_assert(span_is(stream_data(&s), "abc"));
	stream_take(&s, 2);
	ck_assert_int_eq(io_write(in[1], SPAN("de")), 0);
	ck_assert_int_eq(stream_fill(&s), STREAM_OK);
	ck_assert(span_is(stream_data(&s), "cde"));
	stream_take(&s, 3);
	io_close(&in[1]);
	ck_assert(!stream_pending(&s));
	ck_assert_int_eq(stream_fill(&s), STREAM_EOF);
	stream_clear(&s);
}
END_TEST

START_TEST(writes_before_it_waits)
{
	struct stream s;
	struct buf got = BUF_INIT;
	int in[2], out[2];

	make(&s, in, out);
	buf_adds(stream_out(&s), "one ");
	buf_adds(stream_out(&s), "two");
	ck_assert_int_eq(io_write(in[1], SPAN("x")), 0);
	ck_assert_int_eq(stream_fill(&s), STREAM_OK);
	ck_assert_int_gt(io_read(out[0], &got, 100), 0);
	WANTS(&got, "one two", "written");
	stream_clear(&s);
}
END_TEST

START_TEST(a_peer_that_has_gone_ends_it)
{
	struct stream s;
	int in[2], out[2];

	signal(SIGPIPE, SIG_IGN);
	make(&s, in, out);
	io_close(&out[0]);
	buf_adds(stream_out(&s), "x");
	ck_assert_int_eq(stream_flush(&s), STREAM_EOF);
	ck_assert_int_eq(io_write(in[1], SPAN("x")), 0);
	ck_assert_int_eq(stream_fill(&s), STREAM_EOF);
	stream_clear(&s);
}
END_TEST

START_TEST(time_runs_out)
{
	struct stream s;
	int in[2], out[2];

	make(&s, in, out);
	s.limit = 1;
	ck_assert_int_eq(stream_fill(&s), STREAM_TIMEOUT);
	s.limit = 60000;
	s.deadline = 0;			/* long past */
	ck_assert_int_eq(stream_fill(&s), STREAM_TIMEOUT);
	stream_no_request(&s);
	s.limit = 1;
	ck_assert_int_eq(stream_fill(&s), STREAM_TIMEOUT);
	stream_clear(&s);
}
END_TEST

START_TEST(what_comes_moves_the_deadline)
{
	struct stream s;
	int in[2], out[2];

	make(&s, in, out);
	stream_request(&s, 10);
	int64_t at = s.deadline;
	s.deadline -= 5000;
	ck_assert_int_eq(io_write(in[1], SPAN("0123456789")), 0);
	ck_assert_int_eq(stream_fill(&s), STREAM_OK);
	ck_assert_int_eq(s.deadline, at - 4000);	/* a second more */
	ck_assert_int_eq(io_write(in[1], SPAN("0123456789012345678901234567"
	    "89012345678901234567890123456789012345678901234567890123456789"
	    "0123456789")), 0);
	ck_assert_int_eq(stream_fill(&s), STREAM_OK);
	ck_assert_int_ge(s.deadline, at);		/* but no more than the limit */
	ck_assert_int_lt(s.deadline, at + 5000);
	stream_request(&s, 0);
	at = s.deadline;
	ck_assert_int_eq(io_write(in[1], SPAN("0123456789")), 0);
	ck_assert_int_eq(stream_fill(&s), STREAM_OK);
	ck_assert_int_eq(s.deadline, at);
	stream_clear(&s);
}
END_TEST

SUITE("net/stream", reads_and_takes, writes_before_it_waits,
    a_peer_that_has_gone_ends_it, time_runs_out, what_comes_moves_the_deadline)
