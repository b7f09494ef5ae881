/* SPDX-License-Identifier: ISC */
#include "agent/auth.h"

#include <unistd.h>

#include "../suite.h"
#include "sys/io.h"

struct ends {
	struct auth	 a;
	int		 to[2], from[2];
};

/* What saslio will answer is there before it is asked. */
static void
open_ends(struct ends *e, const char *answers)
{
	ck_assert(io_pipe(e->to) == 0 && io_pipe(e->from) == 0);
	auth_init(&e->a, e->from[0], e->to[1]);
	ck_assert_int_eq(io_write(e->from[1], span_str(answers)), 0);
	io_close(&e->from[1]);
}

static void
wants_said(struct ends *e, const char *wanted)
{
	struct buf b = BUF_INIT;

	channel_flush(&e->a.ch);
	io_close(&e->to[1]);
	while (io_read(e->to[0], &b, 1000) > 0)
		;
	wants_text(&b, wanted, strlen(wanted), wanted);
	io_close(&e->to[0]);
	io_close(&e->from[0]);
	auth_clear(&e->a);
}

START_TEST(a_login_in_steps)
{
	struct auth_turn t = AUTH_TURN_INIT;
	struct span initial = SPAN("a\0b");
	struct ends e;

	open_ends(&e, "2:Cx,1:C,1:W,4:Uann,3:Aok,4:Kjoe,");
	auth_forget(&e.a);
	auth_fact(&e.a, "host", SPAN("x=y"));
	ck_assert_int_eq(auth_begin(&e.a, SPAN("PLAIN"), &initial, &t),
	    AUTH_MORE);
	ck_assert(t.has_data);
	ck_assert_str_eq(t.data.s, "x");
	ck_assert_int_eq(auth_next(&e.a, SPAN("1"), &t), AUTH_MORE);
	ck_assert(t.has_data && t.data.len == 0);
	ck_assert_int_eq(auth_next(&e.a, SPAN(""), &t), AUTH_MORE);
	ck_assert(!t.has_data);
	ck_assert_int_eq(auth_accepted(&e.a, &t), AUTH_DONE);
	ck_assert_str_eq(t.data.s, "joe");
	ck_assert_str_eq(t.user.s, "ann");
	ck_assert_str_eq(t.mechanism.s, "ok");
	auth_cancel(&e.a);
	auth_turn_clear(&t);
	ck_assert(!e.a.broken);
	io_close(&e.to[1]);
	io_close(&e.to[0]);
	io_close(&e.from[0]);
	auth_clear(&e.a);
}
END_TEST

START_TEST(what_is_said)
{
	struct auth_turn t = AUTH_TURN_INIT;
	struct span initial = SPAN("i");
	struct ends e;

	open_ends(&e, "3:Ma ,2:Dx,2:Zy,");
	auth_forget(&e.a);
	auth_fact(&e.a, "host", SPAN("x"));
	ck_assert_int_eq(auth_list(&e.a, &t), AUTH_DONE);
	ck_assert_str_eq(t.data.s, "a ");
	ck_assert_int_eq(auth_begin(&e.a, SPAN("M"), &initial, &t),
	    AUTH_FAILED);
	ck_assert_int_eq(auth_next(&e.a, SPAN("r"), &t), AUTH_TEMP);
	ck_assert_str_eq(t.data.s, "y");
	auth_turn_clear(&t);
	wants_said(&e, "1:N,7:Shost=x,1:L,2:Ii,2:BM,2:Rr,");
}
END_TEST

START_TEST(no_answer_is_temporary)
{
	static const char *const answers[] = { "", "4:Kj", "x", "2:Ux," };

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		struct auth_turn t = AUTH_TURN_INIT;
		struct ends e;

		open_ends(&e, answers[i]);
		ck_assert_int_eq(auth_begin(&e.a, SPAN("PLAIN"), NULL, &t),
		    AUTH_TEMP);
		ck_assert(e.a.broken);
		ck_assert_int_gt(t.data.len, 0);
		ck_assert_int_eq(auth_next(&e.a, SPAN("x"), &t), AUTH_TEMP);
		auth_turn_clear(&t);
		wants_said(&e, "6:BPLAIN,2:Rx,");
	}
}
END_TEST

SUITE("agent/auth", a_login_in_steps, what_is_said, no_answer_is_temporary)
