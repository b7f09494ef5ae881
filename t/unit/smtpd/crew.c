/* SPDX-License-Identifier: ISC */
#include "../../../cmd/smtpd/crew.h"

#include <unistd.h>

#include "../suite.h"
#include "sys/fdpass.h"
#include "sys/io.h"

static const struct settings set = { .v4_prefix = 32, .v6_prefix = 84 };

static struct peer
at(const char *addr)
{
	struct peer p;

	ck_assert(peer_parse(&p, span_str(addr), SPAN("25")));
	return p;
}

/* A worker's two ends; [0] is the monitor's. */
static void
add(struct crew *w, pid_t pid, const char *addr, int pair[2])
{
	struct peer p = at(addr);

	ck_assert_int_eq(io_socketpair(SOCK_SEQPACKET, pair), 0);
	crew_add(w, pid, pair[0], &p, false);
}

START_TEST(counts_a_client_by_its_network)
{
	static const struct {
		const char	*addr;
		int		 wanted;
	} cases[] = {
		{ "192.0.2.1", 2 }, { "192.0.2.2", 0 },
		{ "::ffff:192.0.2.1", 2 }, { "2001:db8::1", 1 },
		{ "2001:db8::ffff", 1 }, { "2001:db8:1::1", 0 },
	};
	struct crew w = { .n = 0 };
	int pair[3][2];

	add(&w, 1, "192.0.2.1", pair[0]);
	add(&w, 2, "192.0.2.1", pair[1]);
	add(&w, 3, "2001:db8::1", pair[2]);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct peer p = at(cases[i].addr);

		ck_assert_msg(crew_serving(&w, &set, &p) == cases[i].wanted,
		    "%s", cases[i].addr);
	}
	ck_assert_uint_eq(crew_busy(&w), 3);
	crew_gone(&w, 1);
	struct peer p = at("192.0.2.1");
	ck_assert_int_eq(crew_serving(&w, &set, &p), 1);
}
END_TEST

START_TEST(idle_ones_get_the_next_connection)
{
	struct crew w = { .n = 0 };
	int a[2], b[2], fd[FDPASS_MAX], n;
	struct peer p = at("192.0.2.9");
	struct buf said = BUF_INIT;

	add(&w, 1, "192.0.2.1", a);
	add(&w, 2, "192.0.2.1", b);
	ck_assert(!crew_give(&w, STDIN_FILENO, &p));
	crew_rest(&w.hands[0]);
	crew_rest(&w.hands[1]);
	w.hands[0].since = 100;
	w.hands[1].since = 200;
	ck_assert_uint_eq(crew_busy(&w), 0);
	ck_assert(crew_give(&w, STDIN_FILENO, &p));
	ck_assert(w.hands[1].busy && !w.hands[0].busy);
	ck_assert_int_gt(fdpass_recv(b[1], &said, 16, fd, &n), 0);
	WANTS(&said, "c", "what a worker hears");
	ck_assert_int_eq(n, 1);
	ck_assert_int_eq(crew_serving(&w, &set, &p), 1);
}
END_TEST

START_TEST(one_that_has_died_is_passed_over)
{
	struct crew w = { .n = 0 };
	int a[2], b[2];
	struct peer p = at("192.0.2.9");

	add(&w, 1, "192.0.2.1", a);
	add(&w, 2, "192.0.2.1", b);
	crew_rest(&w.hands[0]);
	crew_rest(&w.hands[1]);
	w.hands[1].since += 1;
	io_close(&b[1]);
	ck_assert(crew_give(&w, STDIN_FILENO, &p));
	ck_assert(w.hands[0].busy);
	ck_assert_int_eq(w.hands[1].sock, -1);
	ck_assert(!crew_give(&w, STDIN_FILENO, &p));
}
END_TEST

START_TEST(old_ones_and_tired_ones_are_let_go)
{
	struct crew w = { .n = 0 };
	int a[2], b[2], c[2];

	add(&w, 1, "192.0.2.1", a);
	add(&w, 2, "192.0.2.1", b);
	add(&w, 3, "192.0.2.1", c);
	w.hands[0].old = true;
	crew_rest(&w.hands[0]);
	ck_assert_int_eq(w.hands[0].sock, -1);
	crew_rest(&w.hands[1]);
	crew_trim(&w, 1000 * 1000);
	ck_assert_int_ge(w.hands[1].sock, 0);
	crew_trim(&w, 0);
	ck_assert_int_eq(w.hands[1].sock, -1);
	ck_assert_int_ge(w.hands[2].sock, 0);
}
END_TEST

SUITE("smtpd/crew", counts_a_client_by_its_network,
    idle_ones_get_the_next_connection, one_that_has_died_is_passed_over,
    old_ones_and_tired_ones_are_let_go)
