/* SPDX-License-Identifier: ISC */
#include "agent/door.h"

#include <sys/socket.h>
#include <unistd.h>

#include "../unit.h"
#include "agent/submit.h"
#include "sys/io.h"
#include "sys/signals.h"
#include "wire/record.h"

/* What the door makes of a stream, as one line of words. */
static void
events(struct buf *out, struct span stream)
{
	static const char *const names[] = { "BEGIN", "FACT", "RCPT", "MILTER",
	    "CONTENT", "COMMIT", "FORGET", "END", "LOST" };
	int to[2], from[2];
	struct door d;
	enum door_got got;

	ck_assert_int_eq(io_pipe(to), 0);
	ck_assert_int_eq(io_pipe(from), 0);
	ck_assert_int_eq(io_write(to[1], stream), 0);
	io_close(&to[1]);
	door_init(&d, to[0], from[1]);
	do {
		got = door_next(&d);
		buf_addf(out, "%s ", names[got]);
		if (got == DOOR_BEGIN || got == DOOR_CONTENT)
			buf_addf(out, "%.*s ", SPAN_FMT(d.text));
		if (got == DOOR_FACT)
			buf_addf(out, "%.*s=%.*s ", SPAN_FMT(d.name),
			    SPAN_FMT(d.text));
		if (got == DOOR_RCPT)
			buf_addf(out, "%.*s/%.*s/%.*s/%u ",
			    SPAN_FMT(d.rcpt.addr), SPAN_FMT(d.rcpt.orig),
			    SPAN_FMT(d.rcpt.orcpt), d.rcpt.notify);
		if (got == DOOR_COMMIT && d.fault.out != OUT_OK)
			buf_addf(out, "%s ", d.fault.dsn);
	} while (got != DOOR_END && got != DOOR_LOST);
	door_clear(&d);
	io_close(&to[0]);
	io_close(&from[0]);
	io_close(&from[1]);
}

static const struct {
	const char *stream, *wanted;
} cases[] = {
	{ "", "END " },
	{ "2:Fa,2:Rb,2:Mx,1:E,", "BEGIN a RCPT b///0 CONTENT x COMMIT END " },
	{ "2:Fa,1:E,1:F,1:E,", "BEGIN a COMMIT BEGIN  COMMIT END " },
	{ "2:Fa,5:Aab=c,1:X,", "BEGIN a FACT ab=c FORGET END " },
	{ "2:Fa,3:Oo1,9:Porcpt=o;,13:Pnotify=never,2:Rb,2:Rc,1:E,",
	    "BEGIN a RCPT b/o1/o;/1 RCPT c///0 COMMIT END " },
	{ "2:Fa,2:Mx,5:Aab=c,1:E,",
	    "BEGIN a CONTENT x FACT ab=c COMMIT END " },
	{ "2:Fa,2:Sx,2:Rb,1:E,", "BEGIN a RCPT b///0 COMMIT 5.5.2 END " },
	{ "2:Fa,1:M,1:R,1:E,", "BEGIN a COMMIT 5.5.1 END " },
	{ "2:Fa,1:R,1:E,", "BEGIN a RCPT ///0 COMMIT END " },
	{ "2:Fa,5:Aab=\n,2:Fb,", "BEGIN a LOST " },
	{ "2:Fa,5:Aab=\n,1:E,2:Fb,1:E,",
	    "BEGIN a COMMIT 5.5.2 BEGIN b COMMIT END " },
	{ "2:F\n,2:R\r,1:E,", "BEGIN  COMMIT 5.1.7 END " },
	{ "2:Fa,3:Rb\177,1:E,", "BEGIN a COMMIT 5.1.3 END " },
	{ "2:Fa,4:Aab=,1:E,", "BEGIN a FACT ab= COMMIT END " },
	{ "2:Fa,3:Aab,1:E,", "BEGIN a COMMIT 5.5.2 END " },
	{ "2:Fa,4:Aa=b,1:E,", "BEGIN a COMMIT 5.5.2 END " },
	{ "2:Fa,9:Asender=x,1:E,", "BEGIN a COMMIT 5.5.2 END " },
	{ "2:Fa,16:Aarrival=1.00000,1:E,",
	    "BEGIN a FACT arrival=1.00000 COMMIT END " },
	{ "2:Fa,9:Pnotify=x,1:E,", "BEGIN a COMMIT 5.5.4 END " },
	{ "2:Fa,5:Pab=c,1:E,", "BEGIN a COMMIT 5.5.4 END " },
	{ "2:Fa,2:Qb,", "BEGIN a LOST " },
	{ "2:Fa,", "BEGIN a LOST " },
	{ "2:Fa,2:Rb", "BEGIN a LOST " },
	{ "2:Fa,2:Rb;", "BEGIN a LOST " },
	{ "1:E,", "LOST " },
	{ "hello", "LOST " },
};

START_TEST(streams)
{
	struct buf b = BUF_INIT;

	events(&b, span_str(cases[_i].stream));
	ck_assert_str_eq(b.s, cases[_i].wanted);
	buf_clear(&b);
}
END_TEST

START_TEST(bounds)
{
	static const char chars[70000];
	struct buf s = BUF_INIT, out = BUF_INIT;

	record_add(&s, 'F', SPAN("a"));
	record_add(&s, 'R', (struct span){ "xxxxx", 5 });
	for (int i = 0; i <= DOOR_FACTS_MAX; i++)
		record_add(&s, 'A', SPAN("ab=c"));
	record_add(&s, 'E', SPAN(""));
	events(&out, buf_span(&s));
	ck_assert(span_ends(buf_span(&out), SPAN("COMMIT 5.5.3 END ")));
	buf_reset(&s);
	buf_reset(&out);
	record_add(&s, 'F', SPAN("a"));
	record_add(&s, 'M', (struct span){ chars, RECORD_MAX - 60000 });
	events(&out, buf_span(&s));
	ck_assert(span_ends(buf_span(&out), SPAN("LOST ")));
	buf_reset(&s);
	buf_reset(&out);
	buf_adds(&s, "65538:F");
	events(&out, buf_span(&s));
	ck_assert_str_eq(out.s, "LOST ");
	buf_clear(&s);
	buf_clear(&out);
}
END_TEST

/* A descriptor comes with its own record, whatever lies before and behind. */
START_TEST(milters)
{
	struct submit s;
	struct door d;
	int pair[2], sent[2], n = 0;
	enum door_got got;

	ck_assert(io_socketpair(SOCK_STREAM, pair) == 0 && io_pipe(sent) == 0);
	submit_init(&s, -1, pair[0]);
	submit_begin(&s, SPAN("joe"));
	submit_milter(&s, SPAN("one"), sent[1]);
	submit_fact(&s, "kind", SPAN("smtp"));
	submit_milter(&s, SPAN("two"), sent[1]);
	submit_content(&s, SPAN("x\n"));
	submit_milter(&s, SPAN("late"), sent[1]);
	submit_forget(&s);
	io_close(&pair[0]);
	door_init(&d, pair[1], -1);
	while ((got = door_next(&d)) != DOOR_END) {
		ck_assert_int_ne(got, DOOR_LOST);
		if (got != DOOR_MILTER)
			continue;
		ck_assert(span_is(d.text, n++ == 0 ? "one" : "two"));
		ck_assert_int_eq(io_write(d.fd, SPAN("m")), 0);
		io_close(&d.fd);
	}
	ck_assert_int_eq(n, 2);
	ck_assert_str_eq(d.fault.dsn, "5.5.1");
	struct buf b = BUF_INIT;
	ck_assert_int_eq(io_read(sent[0], &b, 10), 2);
	buf_clear(&b);
	submit_clear(&s);
	door_clear(&d);
	io_close(&pair[1]);
	io_close(&sent[0]);
	io_close(&sent[1]);
}
END_TEST

START_TEST(answers)
{
	struct id id = id_make((struct stamp){ 1795425882, 5 });
	struct why w = WHY_INIT;
	struct buf got = BUF_INIT, want = BUF_INIT;
	int from[2];
	struct door d;

	signals_ignore(SIGPIPE);
	ck_assert_int_eq(io_pipe(from), 0);
	door_init(&d, -1, from[1]);
	door_id(&d, &id);
	door_answer(&d, &id, &w);
	why_perm(&w, "5.1.0", "no\nrecipients");
	door_answer(&d, &id, &w);
	why_temp(&w, "4.3.0", "later");
	door_answer(&d, &id, &w);
	ck_assert_int_eq(door_flush(&d), 0);
	ck_assert_int_gt(io_read(from[0], &got, 1000), 0);
	buf_addf(&want, "18:Q%s,18:K%s,20:D5.1.0 no?recipients,12:Z4.3.0 later,",
	    id.s, id.s);
	ck_assert_str_eq(got.s, want.s);
	door_clear(&d);
	io_close(&from[0]);
	ck_assert_int_lt(door_answer(&d, &id, &w) + door_flush(&d), 0);
	io_close(&from[1]);
	door_clear(&d);
	why_clear(&w);
	buf_clear(&got);
	buf_clear(&want);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("agent/door");
	TCase *c = tcase_create("agent/door");
	SRunner *r = srunner_create(s);

	tcase_add_loop_test(c, streams, 0,
	    (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(c, bounds);
	tcase_add_test(c, milters);
	tcase_add_test(c, answers);
	suite_add_tcase(s, c);
	srunner_set_tap(r, "-");
	srunner_run_all(r, CK_SILENT);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
