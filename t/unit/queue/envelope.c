/* SPDX-License-Identifier: ISC */
#include "queue/envelope.h"

#include "../suite.h"

static const char text[] =
    "arrival 1795423080.000042\n"
    "sender joe blow@example.com\n"
    "client_name mail.example.org\n"
    "envid a\\x0ab\n"
    "- recipient ben@example.net\n"
    "+ recipient a\\x20b@example.net orig=x@y orcpt=rfc822;x@y"
    " notify=success,failure\n"
    "\n";

static bool
parse(struct envelope *e, const char *s, size_t *left)
{
	struct span in = span_str(s);
	uint64_t at = 100;
	bool ok = envelope_parse(e, &in, &at);

	*left = in.len;
	return ok;
}

START_TEST(reads_what_it_writes)
{
	struct envelope e = ENVELOPE_INIT;
	struct buf b = BUF_INIT;
	size_t left;

	ck_assert(parse(&e, text, &left));
	ck_assert_uint_eq(left, 0);
	envelope_add(&b, &e);
	ck_assert_str_eq(b.s, text);
	buf_clear(&b);
	envelope_clear(&e);
}
END_TEST

START_TEST(decodes_values)
{
	struct envelope e = ENVELOPE_INIT;
	size_t left;

	ck_assert(parse(&e, text, &left));
	ck_assert_int_eq(e.arrival.sec, 1795423080);
	ck_assert_int_eq(e.arrival.usec, 42);
	ck_assert(span_is(e.sender, "joe blow@example.com"));
	ck_assert(span_is(envelope_get(&e, "client_name"), "mail.example.org"));
	ck_assert(span_is(envelope_get(&e, "envid"), "a\nb"));
	ck_assert_uint_eq(envelope_get(&e, "nothing").len, 0);
	ck_assert_uint_eq(e.nrcpts, 2);
	ck_assert_int_eq(e.rcpts[0].state, RCPT_TODO);
	ck_assert_int_eq(e.rcpts[1].state, RCPT_DONE);
	ck_assert(span_is(e.rcpts[1].addr, "a b@example.net"));
	ck_assert(span_is(e.rcpts[1].orig, "x@y"));
	ck_assert(span_is(e.rcpts[1].orcpt, "rfc822;x@y"));
	ck_assert_uint_eq(e.rcpts[1].notify, NOTIFY_SUCCESS | NOTIFY_FAILURE);
	envelope_clear(&e);
}
END_TEST

START_TEST(knows_where_the_state_bytes_are)
{
	struct envelope e = ENVELOPE_INIT;
	size_t left;

	ck_assert(parse(&e, text, &left));
	ck_assert_int_eq(text[e.rcpts[0].at - 100], '-');
	ck_assert_int_eq(text[e.rcpts[1].at - 100], '+');
	envelope_clear(&e);
}
END_TEST

START_TEST(the_rest_continues)
{
	struct envelope e = ENVELOPE_INIT, again = ENVELOPE_INIT;
	struct buf b = BUF_INIT;
	size_t left;

	ck_assert(parse(&e, text, &left));
	envelope_add_rcpt(&e, &(struct rcpt){ .addr = SPAN("late@x") });
	envelope_set(&e, SPAN("late_fact"), SPAN("1"));
	envelope_add_rest(&b, &e, 2, 2);
	ck_assert_str_eq(b.s, "late_fact 1\n- recipient late@x\n\n");
	ck_assert(parse(&again, b.s, &left));
	ck_assert_uint_eq(again.nrcpts, 1);
	buf_clear(&b);
	envelope_clear(&e);
	envelope_clear(&again);
}
END_TEST

START_TEST(the_null_sender_is_empty)
{
	struct envelope e = ENVELOPE_INIT, again = ENVELOPE_INIT;
	struct buf b = BUF_INIT;
	size_t left;

	e.arrival.sec = 1;
	envelope_add(&b, &e);
	ck_assert_str_eq(b.s, "arrival 1.000000\nsender \n\n");
	ck_assert(parse(&again, b.s, &left));
	ck_assert_uint_eq(again.sender.len, 0);
	buf_clear(&b);
	envelope_clear(&again);
}
END_TEST

START_TEST(many_recipients)
{
	enum { MANY = 5000 };
	struct envelope e = ENVELOPE_INIT, again = ENVELOPE_INIT;
	struct buf b = BUF_INIT;
	size_t left;

	e.arrival.sec = 1;
	for (int i = 0; i < MANY; i++) {
		struct buf a = BUF_INIT;

		buf_addf(&a, "user%d@example.com", i);
		envelope_add_rcpt(&e, &(struct rcpt){ .addr = buf_span(&a) });
		buf_clear(&a);
	}
	envelope_add(&b, &e);
	ck_assert(parse(&again, b.s, &left));
	ck_assert_uint_eq(again.nrcpts, MANY);
	ck_assert(span_is(again.rcpts[MANY - 1].addr, "user4999@example.com"));
	buf_clear(&b);
	envelope_clear(&e);
	envelope_clear(&again);
}
END_TEST

START_TEST(refuses_what_is_no_envelope)
{
	static const char *const bad[] = {
		"", "arrival 1.000000\n", "arrival 1.0\n\n", "arrival x\n\n",
		"arrival -1.000000\n\n", "sender\n\n", "sender a\\x\n\n",
		"- recipient\n\n", "- recipient a@b what=1\n\n",
		"- recipient a@b notify=never,success\n\n",
		"- recipient a@b notify=\n\n", "-recipient a@b\n\n",
		"- rcpt a@b\n\n", "? recipient a@b\n\n", "x\n\n", "a b\n\n",
		"9name v\n\n", "na-me v\n\n", "\001\n\n", " sender a\n\n",
		"- recipient a@b  orig=x\n\n",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct envelope e = ENVELOPE_INIT;
		size_t left;

		ck_assert_msg(!parse(&e, bad[i], &left), "accepted: %s", bad[i]);
		envelope_clear(&e);
	}
}
END_TEST

START_TEST(facts_cannot_forge_the_envelope)
{
	ck_assert(fact_name_ok(SPAN("client_name")));
	ck_assert(!fact_name_ok(SPAN("sender")));
	ck_assert(!fact_name_ok(SPAN("arrival")));
	ck_assert(!fact_name_ok(SPAN("-")));
	ck_assert(!fact_name_ok(SPAN("a b")));
	ck_assert(!fact_name_ok(SPAN("a\nb")));
	ck_assert(!fact_name_ok(SPAN("")));
}
END_TEST

START_TEST(notify_both_ways)
{
	struct buf b = BUF_INIT;
	unsigned n = 0;

	ck_assert(notify_read(SPAN("DELAY,Failure"), &n));
	ck_assert_uint_eq(n, NOTIFY_DELAY | NOTIFY_FAILURE);
	notify_add(&b, n);
	ck_assert_str_eq(b.s, "failure,delay");
	ck_assert(!notify_read(SPAN("never,delay"), &n));
	ck_assert(!notify_read(SPAN("sometimes"), &n));
	ck_assert(!notify_read(SPAN("success,"), &n));
	buf_clear(&b);
}
END_TEST

SUITE("queue/envelope", reads_what_it_writes, decodes_values,
    knows_where_the_state_bytes_are, the_rest_continues,
    the_null_sender_is_empty, many_recipients, refuses_what_is_no_envelope,
    facts_cannot_forge_the_envelope, notify_both_ways)
