/* SPDX-License-Identifier: ISC */
#include "net/peer.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <unistd.h>

#include "../suite.h"

START_TEST(addresses_have_one_form)
{
	static const struct {
		const char	*text, *wanted;
	} cases[] = {
		{ "192.0.2.1", "192.0.2.1" },
		{ "::ffff:192.0.2.1", "192.0.2.1" },
		{ "2001:DB8:0:0:0:0:0:1", "2001:db8::1" },
		{ "fe80::1%eth0", "fe80::1" },
		{ "::1", "::1" },
		{ "", NULL }, { "192.0.2", NULL }, { "host", NULL },
		{ "[::1]", NULL }, { "1.2.3.4.5", NULL },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct peer p;
		bool ok = peer_parse(&p, span_str(cases[i].text), SPAN("99"));

		ck_assert_msg(ok == (cases[i].wanted != NULL), "%s",
		    cases[i].text);
		if (!ok)
			continue;
		ck_assert_str_eq(p.addr, cases[i].wanted);
		ck_assert_int_eq(p.port, 99);
	}
}
END_TEST

START_TEST(tells_sockets_apart)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };
	const void *sa = &in;
	int pipe_fd[2], fd = socket(AF_INET, SOCK_STREAM, 0), pair[2];
	struct peer p;

	ck_assert_int_eq(pipe(pipe_fd), 0);
	ck_assert_int_eq(peer_kind(pipe_fd[0]), PEER_NO_SOCKET);
	ck_assert_int_eq(peer_kind(-1), PEER_NO_SOCKET);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	ck_assert_int_eq(peer_kind(pair[0]), PEER_CONNECTED);
	ck_assert(peer_of(pair[0], &p));
	ck_assert_int_eq(p.family, AF_UNIX);
	ck_assert_int_eq(bind(fd, sa, sizeof(in)), 0);
	ck_assert_int_eq(peer_kind(fd), PEER_CONNECTED);
	ck_assert_int_eq(listen(fd, 1), 0);
	ck_assert_int_eq(peer_kind(fd), PEER_LISTENING);
	ck_assert(!peer_of(fd, &p));
}
END_TEST

START_TEST(accepts_and_says_who)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof(in);
	void *sa = &in;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	int client = socket(AF_INET, SOCK_STREAM, 0);
	struct peer p, own;

	ck_assert_int_eq(bind(fd, sa, sizeof(in)), 0);
	ck_assert_int_eq(listen(fd, 1), 0);
	ck_assert_int_eq(getsockname(fd, sa, &len), 0);
	ck_assert_int_eq(connect(client, sa, sizeof(in)), 0);
	int conn = peer_accept(fd, &p);
	ck_assert_int_ge(conn, 0);
	ck_assert_str_eq(p.addr, "127.0.0.1");
	ck_assert(peer_own(client, &own));
	ck_assert_int_eq(p.port, own.port);
	ck_assert_int_eq(fcntl(conn, F_GETFD), FD_CLOEXEC);
}
END_TEST

SUITE("net/peer", addresses_have_one_form, tells_sockets_apart,
    accepts_and_says_who)
