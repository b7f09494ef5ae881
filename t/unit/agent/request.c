/* SPDX-License-Identifier: ISC */
#include <check.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agent/loop.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "wire/record.h"

static struct id
an_id(void)
{
	struct id id = { "" };

	ck_assert(id_read(SPAN("4Fm8Rg0Dj1z2BdQ3x"), &id));
	return id;
}

static void
fill(struct qfile *f)
{
	*f = (struct qfile)QFILE_INIT;
	f->content_at = 123;
	f->content_len = 4096;
	f->env.arrival = (struct stamp){ 1795423080, 123456 };
	f->env.sender = pool_span(&f->env.pool, SPAN("a b@example.org"));
	envelope_set(&f->env, SPAN("envid"), SPAN("x=y"));
	envelope_set(&f->env, SPAN("nexthop"), SPAN("not this"));
}

static void
encode(struct buf *b, const struct qfile *f)
{
	struct id id = an_id();
	struct rcpt r = { .addr = SPAN("u@example.org"), .orig = SPAN("U@e"),
	    .orcpt = SPAN("rfc822;U@e"),
	    .notify = NOTIFY_FAILURE | NOTIFY_DELAY };
	struct rcpt plain = { .addr = SPAN("v@example.org") };

	request_begin(b, &id, f, (struct stamp){ 1795423081, 5 },
	    SPAN("example.org"));
	ck_assert(request_rcpt(b, &r));
	ck_assert(request_rcpt(b, &plain));
	request_end(b);
}

START_TEST(round_trip)
{
	struct request rq = REQUEST_INIT;
	struct buf b = BUF_INIT;
	struct qfile f;

	fill(&f);
	encode(&b, &f);
	ck_assert(request_decode(&rq, buf_span(&b)));
	ck_assert_str_eq(rq.id.s, an_id().s);
	ck_assert(span_is(rq.env.sender, "a b@example.org"));
	ck_assert_int_eq(rq.env.arrival.usec, 123456);
	ck_assert_int_eq(rq.active.sec, 1795423081);
	ck_assert_int_eq(rq.active.usec, 5);
	ck_assert_uint_eq(rq.content_at, 123);
	ck_assert_uint_eq(rq.content_len, 4096);
	ck_assert(span_is(rq.nexthop, "example.org"));
	ck_assert(span_is(envelope_get(&rq.env, "envid"), "x=y"));
	ck_assert_uint_eq(rq.env.nrcpts, 2);
	ck_assert(span_is(rq.env.rcpts[0].addr, "u@example.org"));
	ck_assert(span_is(rq.env.rcpts[0].orig, "U@e"));
	ck_assert(span_is(rq.env.rcpts[0].orcpt, "rfc822;U@e"));
	ck_assert_uint_eq(rq.env.rcpts[0].notify,
	    NOTIFY_FAILURE | NOTIFY_DELAY);
	ck_assert_uint_eq(rq.env.rcpts[1].orig.len, 0);
	ck_assert_uint_eq(rq.env.rcpts[1].notify, 0);
	request_clear(&rq);
	envelope_clear(&f.env);
	buf_clear(&b);
}
END_TEST

/* Every proper beginning of a request is none, and so is one with more. */
START_TEST(cut_short)
{
	struct request rq = REQUEST_INIT;
	struct buf b = BUF_INIT;
	struct qfile f;

	fill(&f);
	encode(&b, &f);
	for (size_t n = 0; n < b.len; n++)
		ck_assert(!request_decode(&rq, span_head(buf_span(&b), n)));
	buf_addc(&b, '1');
	ck_assert(!request_decode(&rq, buf_span(&b)));
	request_clear(&rq);
	envelope_clear(&f.env);
	buf_clear(&b);
}
END_TEST

START_TEST(bounded)
{
	struct buf b = BUF_INIT, name = BUF_INIT;
	struct rcpt r = { .state = RCPT_TODO };
	size_t n = 0, before;

	while (name.len < 1000)
		buf_addc(&name, 'x');
	r.addr = buf_span(&name);
	do
		before = b.len;
	while (request_rcpt(&b, &r) && ++n < 1000);
	ck_assert_uint_gt(n, 100);
	ck_assert_uint_lt(n, 130);
	ck_assert_uint_eq(b.len, before);
	request_end(&b);
	ck_assert_uint_le(b.len, REQUEST_MAX);
	buf_clear(&b);
	buf_clear(&name);
}
END_TEST

/* -- an agent and its dispatcher -- */

static void
deliver(void *arg, const struct request *rq, int fd, struct report *rp)
{
	struct why w = WHY_INIT;
	struct buf b = BUF_INIT;

	(*(int *)arg)++;
	ck_assert_int_eq(io_pread(fd, &b, 100, 0), 5);
	ck_assert_str_eq(b.s, "bytes");
	buf_clear(&b);
	why_perm(&w, "5.1.1", "unknown user: \"%.*s\"",
	    SPAN_FMT(rq->env.rcpts[1].addr));
	report_result(rp, 1, "local", &w);
	report_forward(rp, 0, SPAN(""), SPAN("u@example.org"), SPAN("a b"),
	    SPAN("w@remote"));
	why_ok(&w, "2.0.0", "forwarded");
	report_result(rp, 0, "local", &w);
	report_result(rp, 2, "local", &w);		/* nobody */
	why_clear(&w);
}

static int
a_file(void)
{
	char name[] = "/tmp/requestXXXXXX";
	int fd = mkstemp(name);

	ck_assert_int_ge(fd, 0);
	unlink(name);
	ck_assert_int_eq(io_write(fd, SPAN("bytes")), 0);
	return fd;
}

static char
next(struct span *in, struct span *data)
{
	char letter = 0;

	ck_assert_int_eq(record_take(in, 65536, &letter, data), RECORD_OK);
	return letter;
}

static void
check_answer(struct span in)
{
	struct buf scratch = BUF_INIT;
	struct result r;
	struct forward f;
	struct span data;

	ck_assert_int_eq(next(&in, &data), 'r');
	ck_assert(report_read_result(data, &r, &scratch));
	ck_assert_uint_eq(r.n, 1);
	ck_assert_int_eq(r.out, OUT_PERM);
	ck_assert(span_is(r.dsn, "5.1.1"));
	ck_assert(span_is(r.relay, "local"));
	ck_assert(span_is(r.text, "unknown user: \"v@example.org\""));
	ck_assert_int_eq(next(&in, &data), 'f');
	ck_assert(report_read_forward(data, &f, &scratch));
	ck_assert_uint_eq(f.n, 0);
	ck_assert_uint_eq(f.sender.len, 0);
	ck_assert(span_is(f.delivered_to, "u@example.org"));
	ck_assert(span_is(f.orig, "a b"));
	ck_assert(span_is(f.rcpt, "w@remote"));
	ck_assert_int_eq(next(&in, &data), 'r');
	ck_assert_int_eq(next(&in, &data), 'e');
	ck_assert_uint_eq(in.len, 0);
	buf_clear(&scratch);
}

START_TEST(conversation)
{
	int s[2], fd = a_file(), calls = 0, n, fds[FDPASS_MAX];
	struct buf b = BUF_INIT, answer = BUF_INIT;
	struct qfile f;

	fill(&f);
	encode(&b, &f);
	ck_assert_int_eq(io_socketpair(SOCK_SEQPACKET, s), 0);
	ck_assert_int_gt(fdpass_send(s[0], buf_span(&b), &fd, 1), 0);
	ck_assert_int_gt(fdpass_send(s[0], buf_span(&b), &fd, 1), 0);
	shutdown(s[0], SHUT_WR);
	ck_assert_int_eq(agent_loop(s[1], deliver, &calls), 0);
	ck_assert_int_eq(calls, 2);
	for (int i = 0; i < 2; i++) {
		buf_reset(&answer);
		ck_assert_int_gt(fdpass_recv(s[0], &answer, 200000, fds, &n), 0);
		check_answer(buf_span(&answer));
	}
	close(s[0]);
	close(s[1]);
	close(fd);
	envelope_clear(&f.env);
	buf_clear(&b);
	buf_clear(&answer);
}
END_TEST

/* What is no request ends the agent; a request without a file is none. */
START_TEST(nonsense)
{
	int s[2], calls = 0;
	struct buf b = BUF_INIT;
	struct qfile f;

	fill(&f);
	encode(&b, &f);
	ck_assert_int_eq(io_socketpair(SOCK_SEQPACKET, s), 0);
	ck_assert_int_gt(fdpass_send(s[0], buf_span(&b), NULL, 0), 0);
	ck_assert_int_eq(agent_loop(s[1], deliver, &calls), -1);
	ck_assert_int_eq(calls, 0);
	close(s[0]);
	close(s[1]);
	envelope_clear(&f.env);
	buf_clear(&b);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("agent/request");
	TCase *c = tcase_create("all");
	SRunner *r = srunner_create(s);

	tcase_add_test(c, round_trip);
	tcase_add_test(c, cut_short);
	tcase_add_test(c, bounded);
	tcase_add_test(c, conversation);
	tcase_add_test(c, nonsense);
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
