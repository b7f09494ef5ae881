/* SPDX-License-Identifier: ISC */
#include "../../../cmd/cleanup/serve.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit.h"
#include "agent/submit.h"
#include "sys/dir.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "sys/log.h"

static const struct log_conf no_log = { .syslog_name = "test",
    .facility = "mail", .file = "/dev/null" };

static struct mapping mapping = {
	.rewrite = { .origin = "example.com", .domain = "example.com",
	    .remote = "", .append_at = true },
};
static const struct settings set = {
	.mapping = &mapping, .myhostname = "mx.example.com", .mail_name = "Postfix", .charset = "utf-8",
	.undisclosed = "", .empty_recipient = "root", .token_limit = 1000, .header_limit = 1000,
	.hop_limit = 50, .dropped = HTAB_INIT,
};

/* A queue of one's own, and a child that serves many. */
static int
start(struct queue *q, char *dir)
{
	int sock[2];

	ck_assert(mkdtemp(dir) != NULL && chdir(dir) == 0);
	ck_assert(mkdir("incoming", 0700) == 0 && queue_open(q, dir));
	ck_assert_int_eq(io_socketpair(SOCK_SEQPACKET, sock), 0);
	log_configure(&no_log);
	if (fork() == 0) {
		close(sock[0]);
		_exit(serve_many(&set, q, sock[1]));
	}
	io_close(&sock[1]);
	return sock[0];
}

static void
clear_away(struct queue *q, const char *dir)
{
	struct dir d;
	const char *name;

	ck_assert(dir_open(&d, q->fd, "incoming"));
	while ((name = dir_next(&d)) != NULL)
		unlinkat(dir_fd(&d), name, 0);
	dir_close(&d);
	unlinkat(q->fd, "incoming", AT_REMOVEDIR);
	queue_close(q);
	ck_assert(chdir("/") == 0 && rmdir(dir) == 0);
}

static void
open_session(int sock, struct submit *s, int ends[2])
{
	int to[2], from[2];

	ck_assert(io_pipe(to) == 0 && io_pipe(from) == 0);
	int pass[] = { to[0], from[1] };
	ck_assert_int_gt(fdpass_send(sock, SPAN("s"), pass, 2), 0);
	io_close(&to[0]);
	io_close(&from[1]);
	ends[0] = from[0];
	ends[1] = to[1];
	submit_init(s, from[0], to[1]);
}

static void
begin(struct submit *s)
{
	struct rcpt r = { .addr = SPAN("ann") };

	submit_begin(s, SPAN("joe"));
	submit_fact(s, "kind", SPAN("smtp"));
	submit_rcpt(s, &r);
}

START_TEST(two_sessions_at_once)
{
	char dir[] = "/tmp/serve.XXXXXX";
	struct queue q;
	int sock = start(&q, dir), e1[2], e2[2], status = 0;
	struct submit s1, s2;
	struct why w = WHY_INIT;

	ck_assert_int_gt(fdpass_send(sock, SPAN("nonsense"), NULL, 0), 0);
	open_session(sock, &s1, e1);
	begin(&s1);
	ck_assert_int_eq(submit_id(&s1, &w), OUT_OK);
	open_session(sock, &s2, e2);
	begin(&s2);
	submit_content(&s2, SPAN("\nx\n"));
	ck_assert_msg(submit_commit(&s2, &w) == OUT_OK, "%s", w.text.s);
	io_close(&sock);	/* sessions outlive it */
	while (wait(&status) < 0)
		;
	ck_assert_int_eq(status, 0);
	submit_content(&s1, SPAN("\nx\n"));
	ck_assert_int_eq(submit_commit(&s1, &w), OUT_OK);
	begin(&s1);
	ck_assert_int_eq(submit_commit(&s1, &w), OUT_OK);
	io_close(&e1[1]);
	io_close(&e2[1]);
	submit_clear(&s1);
	submit_clear(&s2);
	why_clear(&w);
	clear_away(&q, dir);
}
END_TEST

START_TEST(strangers_do_not_choose_ids)
{
	char dir[] = "/tmp/serve.XXXXXX";
	struct queue q;
	int sock = start(&q, dir), ends[2];
	struct submit s;
	struct why w = WHY_INIT;

	open_session(sock, &s, ends);
	begin(&s);
	submit_fact(&s, "id", SPAN("4jY0rp1RbFz6jMGt0"));
	submit_fact(&s, "maildrop", SPAN("1.2"));
	ck_assert_int_eq(submit_commit(&s, &w), OUT_OK);
	ck_assert_str_ne(s.id.s, "4jY0rp1RbFz6jMGt0");
	io_close(&ends[1]);
	io_close(&sock);
	submit_clear(&s);
	why_clear(&w);
	clear_away(&q, dir);
}
END_TEST

UNIT("cleanup/serve", two_sessions_at_once, strangers_do_not_choose_ids)
