/* SPDX-License-Identifier: ISC
 *
 * ask - send requests to a delivery agent, as the dispatcher does
 *
 * ask [-n COUNT] [-d DEPTH] [-f SENDER] [-r ORIG] [-a NAME=VALUE] [-q FILE]
 *     [-x NEXTHOP] PROGRAM [RCPT...]
 *
 * The content is standard input, or the message is the queue file FILE. Prints
 * the records that the agent answers, one a line; with -n only the number of
 * recipients that it reported done, and the time that took. DEPTH requests
 * wait for their answers at a time. Exit status 1 when the agent ends early.
 * MAIL_CONFIG must be set: by default the agent would deliver to this host's
 * own mailboxes.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agent/report.h"
#include "base/mem.h"
#include "base/num.h"
#include "sys/clock.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "sys/proc.h"
#include "wire/record.h"

struct ask {
	struct qfile	msg;
	struct buf	packet;
	int		sock;
	unsigned long	count, depth;
	bool		quiet;
	unsigned long	ended, done;
};

static void
die(const char *what)
{
	fprintf(stderr, "ask: %s: %s\n", what, strerror(errno));
	exit(71);
}

static unsigned long
number(const char *s)
{
	uint64_t n;

	if (!num_uint(span_str(s), 10000000, &n)) {
		errno = EINVAL;
		die(s);
	}
	return (unsigned long)n;
}

static void
read_content(struct qfile *m)
{
	FILE *f = tmpfile();
	struct buf b = BUF_INIT;
	ssize_t n;

	if (f == NULL)
		die("tmpfile");
	m->fd = dup(fileno(f));
	while ((n = io_read(0, &b, 65536)) > 0) {
		if (io_write(m->fd, buf_span(&b)) < 0)
			die("write");
		m->content_len += (uint64_t)n;
		buf_reset(&b);
	}
	fclose(f);
	buf_clear(&b);
}

static void
load(struct qfile *m, const char *path)
{
	struct why w = WHY_INIT;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		die(path);
	if (qfile_load(m, fd, false, &w) != QFILE_OK) {
		fprintf(stderr, "ask: %s: %s\n", path, w.text.s);
		exit(65);
	}
}

static void
start(struct ask *a, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name = mem_str(slash != NULL ? slash + 1 : path);
	char *argv[] = { name, NULL };
	int pair[2];
	struct proc_fd fd0 = { -1, 0 };

	if (io_socketpair(SOCK_SEQPACKET, pair) < 0)
		die("socketpair");
	fd0.from = pair[1];
	struct proc p = { .path = path, .argv = argv, .fds = &fd0, .nfds = 1,
	    .umask = -1 };
	if (proc_start(&p) < 0)
		die(path);
	close(pair[1]);
	a->sock = pair[0];
}

static void
take_answers(struct ask *a)
{
	struct buf b = BUF_INIT;
	int fds[FDPASS_MAX], nfds;
	struct span in, data;
	char letter;

	if (fdpass_recv(a->sock, &b, REQUEST_MAX, fds, &nfds) <= 0) {
		fprintf(stderr, "ask: the agent ended early\n");
		exit(1);
	}
	in = buf_span(&b);
	while (record_take(&in, REQUEST_MAX, &letter, &data) == RECORD_OK) {
		if (!a->quiet && letter == 'M')
			fwrite(data.p, 1, data.len, stdout);
		else if (!a->quiet)
			printf("%c %.*s\n", letter, SPAN_FMT(data));
		if (letter == 'r' && data.len > 2 &&
		    span_find(data, 'K') != SPAN_NONE)
			a->done++;
		if (letter == 'e')
			a->ended++;
	}
	buf_clear(&b);
}

static void
ask(struct ask *a)
{
	for (unsigned long sent = 0; a->ended < a->count;) {
		if (sent < a->count && sent - a->ended < a->depth) {
			if (fdpass_send(a->sock, buf_span(&a->packet),
			    &a->msg.fd, 1) < 0)
				die("send");
			sent++;
		} else
			take_answers(a);
	}
}

int
main(int argc, char **argv)
{
	struct ask a = { .msg = QFILE_INIT, .packet = BUF_INIT, .count = 1,
	    .depth = 1 };
	struct rcpt r = { .state = RCPT_TODO };
	const char *file = NULL, *nexthop = "example.net", *eq;
	int c;

	while ((c = getopt(argc, argv, "n:d:f:r:a:q:x:")) != -1)
		switch (c) {
		case 'n':
			a.count = number(optarg);
			a.quiet = true;
			break;
		case 'd':
			a.depth = number(optarg);
			break;
		case 'f':
			a.msg.env.sender = span_str(optarg);
			break;
		case 'r':
			r.orig = span_str(optarg);
			break;
		case 'a':
			eq = strchr(optarg, '=');
			if (eq != NULL)
				envelope_set(&a.msg.env,
				    span_head(span_str(optarg),
				    (size_t)(eq - optarg)), span_str(eq + 1));
			break;
		case 'x':
			nexthop = optarg;
			break;
		case 'q':
			file = optarg;
			break;
		default:
			return 64;
		}
	if (optind >= argc)
		return 64;
	if (getenv("MAIL_CONFIG") == NULL) {
		fprintf(stderr, "ask: MAIL_CONFIG is not set\n");
		return 78;
	}
	if (file != NULL)
		load(&a.msg, file);
	else
		read_content(&a.msg);
	struct stamp now = stamp_now();
	struct id id = id_make(now);
	if (file == NULL)
		a.msg.env.arrival = now;
	request_begin(&a.packet, &id, &a.msg, now,
	    span_str(nexthop));
	for (int i = optind + 1; i < argc; i++) {
		r.addr = span_str(argv[i]);
		request_rcpt(&a.packet, &r);
	}
	request_end(&a.packet);
	start(&a, argv[optind]);
	int64_t began = clock_ms();
	ask(&a);
	if (a.quiet)
		printf("%lu done in %lld ms\n", a.done,
		    (long long)(clock_ms() - began));
	return 0;
}
