/* SPDX-License-Identifier: ISC
 *
 * logins - SMTP sessions that log in and go, as many as can be
 *
 * logins SESSIONS COUNT PORT USER PASSWORD
 *
 * SESSIONS at a time, COUNT in all, each EHLO, AUTH PLAIN and QUIT to
 * 127.0.0.1. Prints when it began and ended. Fails when one login does.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "msg/base64.h"
#include "sys/io.h"

static void
die(const char *what)
{
	fprintf(stderr, "logins: %s\n", what);
	exit(1);
}

/* The last line of a reply; its code must begin with this digit. */
static void
expect(int fd, char digit)
{
	struct buf b = BUF_INIT;
	struct span all, line;

	for (;;) {
		if (io_read(fd, &b, 4096) <= 0)
			die("the server has gone");
		all = buf_span(&b);
		if (!span_ends(all, SPAN("\n")))
			continue;
		while (span_split(&all, '\n', &line) && all.len > 0)
			;
		if (line.len > 3 && line.p[3] != '-')
			break;
	}
	if (line.p[0] != digit)
		die(b.s);
	buf_clear(&b);
}

static void
say(int fd, const char *line, char digit)
{
	io_write(fd, span_str(line));
	expect(fd, digit);
}

static void
session(int port, const char *auth)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
	    .sin_port = htons((in_port_t)port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&in, sizeof(in)) < 0)
		die("connect");
	expect(fd, '2');
	say(fd, "EHLO load.test\r\n", '2');
	say(fd, auth, '2');
	say(fd, "QUIT\r\n", '2');
	close(fd);
}

static void
stamp(const char *end)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	printf("%lld.%06ld%s", (long long)now.tv_sec, (long)now.tv_usec, end);
	fflush(stdout);
}

int
main(int argc, char **argv)
{
	struct buf plain = BUF_INIT, auth = BUF_INIT;
	int status, bad = 0;

	if (argc != 6)
		die("usage: logins SESSIONS COUNT PORT USER PASSWORD");
	long n = strtol(argv[1], NULL, 10), count = strtol(argv[2], NULL, 10);
	int port = (int)strtol(argv[3], NULL, 10);

	buf_addf(&plain, "%c%s%c%s", '\0', argv[4], '\0', argv[5]);
	buf_adds(&auth, "AUTH PLAIN ");
	base64_encode(&auth, buf_span(&plain));
	buf_adds(&auth, "\r\n");
	stamp(" ");
	for (long i = 0; i < n; i++)
		if (fork() == 0) {
			for (long k = i; k < count; k += n)
				session(port, auth.s);
			_exit(0);
		}
	while (wait(&status) > 0)
		bad |= status;
	stamp("\n");
	return bad != 0;
}
