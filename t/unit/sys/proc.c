/* SPDX-License-Identifier: ISC */
#include "sys/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../suite.h"
#include "sys/clock.h"
#include "sys/io.h"

/* Runs a shell command with descriptor 1 (or to) into out. */
static int
run(const char *command, int to, struct buf *out, bool own_group,
    int64_t deadline, bool *expired)
{
	char sh[] = "sh", c[] = "-c";
	char *argv[] = { sh, c, (char *)(size_t)command, NULL };
	int fd[2];

	ck_assert_int_eq(io_pipe(fd), 0);
	struct proc_fd fds = { fd[1], to };
	struct proc p = { .path = "/bin/sh", .argv = argv, .fds = &fds,
	    .nfds = 1, .own_group = own_group, .umask = -1 };
	pid_t pid = proc_start(&p);
	ck_assert_int_gt(pid, 0);
	close(fd[1]);
	int status = proc_wait(pid, deadline, expired);
	while (io_read(fd[0], out, 4096) > 0)
		;
	close(fd[0]);
	return status;
}

START_TEST(runs_and_tells_the_status)
{
	struct buf out = BUF_INIT, text = BUF_INIT;
	bool expired;

	int status = run("echo hello; exit 3", 1, &out, false, -1, &expired);
	ck_assert_str_eq(out.s, "hello\n");
	ck_assert_int_eq(WEXITSTATUS(status), 3);
	proc_describe(&text, status);
	ck_assert_str_eq(text.s, "exit status 3");
	buf_reset(&text);
	proc_describe(&text, run("kill -9 $$", 1, &out, false, -1, &expired));
	ck_assert_str_eq(text.s, "signal 9 (Killed)");
	buf_clear(&out);
	buf_clear(&text);
}
END_TEST

START_TEST(a_failed_exec_is_no_exit_status)
{
	char name[] = "x";
	char *argv[] = { name, NULL };
	struct proc p = { .path = "/no/such/program", .argv = argv,
	    .umask = -1 };

	ck_assert_int_eq(proc_start(&p), -1);
	ck_assert_int_eq(errno, ENOENT);
	p.path = "/etc/passwd";
	ck_assert_int_eq(proc_start(&p), -1);
	ck_assert_int_eq(errno, EACCES);
	p.path = "/bin/true";
	p.dir = "/no/such/directory";
	ck_assert_int_eq(proc_start(&p), -1);
	ck_assert_int_eq(errno, ENOENT);
}
END_TEST

START_TEST(only_named_descriptors_arrive)
{
	struct buf out = BUF_INIT;
	bool expired;

	/* leaks, below and above those that are named */
	for (int i = 0; i < 20; i++)
		ck_assert_int_ge(open("/dev/null", O_RDONLY), 0);
	run("ls -l /proc/self/fd >&5", 5, &out, false, -1, &expired);
	struct span s = buf_span(&out), line;
	size_t others = 0;
	while (span_split(&s, '\n', &line))
		if (line.len > 0 && span_find(line, '>') != SPAN_NONE)
			others++;
	/* 0, 1, 2, 5 and ls's own view of the directory */
	ck_assert_msg(others <= 5, "%s", out.s);
	buf_clear(&out);
}
END_TEST

START_TEST(descriptors_may_cross)
{
	char sh[] = "sh", c[] = "-c", command[] = "cat <&4 >&3";
	char *argv[] = { sh, c, command, NULL };
	struct buf out = BUF_INIT;
	int a[2], b[2];
	bool expired;

	ck_assert_int_eq(io_pipe(a), 0);
	ck_assert_int_eq(io_pipe(b), 0);
	/* make the sources the other one's targets */
	ck_assert_int_ge(dup2(a[0], 3), 0);
	ck_assert_int_ge(dup2(b[1], 4), 0);
	struct proc_fd fds[] = { { 3, 4 }, { 4, 3 } };
	struct proc p = { .path = "/bin/sh", .argv = argv, .fds = fds,
	    .nfds = 2, .umask = -1 };
	if (a[0] == 3 || a[0] == 4 || a[1] == 3 || a[1] == 4 || b[0] == 3 ||
	    b[0] == 4 || b[1] == 3 || b[1] == 4)
		return;		/* numbers taken: other tests cover the rest */
	pid_t pid = proc_start(&p);
	ck_assert_int_gt(pid, 0);
	ck_assert_int_eq(io_write(a[1], SPAN("crossed")), 0);
	close(a[1]);
	ck_assert_int_eq(proc_wait(pid, -1, &expired), 0);
	ck_assert_int_eq(io_read(b[0], &out, 100), 7);
	ck_assert_str_eq(out.s, "crossed");
	buf_clear(&out);
}
END_TEST

START_TEST(the_deadline_kills_the_whole_group)
{
	struct buf out = BUF_INIT;
	bool expired;

	/* the grandchild would keep the pipe open for a minute */
	int status = run("sleep 60 & sleep 60", 1, &out, true,
	    clock_ms() + 100, &expired);
	ck_assert(expired);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGKILL);
	buf_clear(&out);
}
END_TEST

START_TEST(signals_are_default_in_the_child)
{
	struct buf out = BUF_INIT;
	sigset_t all;
	bool expired;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	/* two signals are the C library's own, and may come ignored from make */
	run("grep -E 'Sig(Blk|Ign)' /proc/self/status | sed s/180000000$/000000000/",
	    1, &out, false, -1, &expired);
	ck_assert_str_eq(out.s, "SigBlk:\t0000000000000000\n"
	    "SigIgn:\t0000000000000000\n");
	buf_clear(&out);
}
END_TEST

START_TEST(becomes_the_user)
{
	char name[] = "id";
	char *argv[] = { name, NULL };
	struct user nobody = USER_INIT;
	struct buf out = BUF_INIT;
	bool expired;
	int fd[2];

	if (geteuid() != 0)
		return;
	ck_assert_int_eq(user_by_name(&nobody, "nobody"), USER_FOUND);
	ck_assert_int_eq(io_pipe(fd), 0);
	struct proc_fd fds = { fd[1], 1 };
	struct proc p = { .path = "/usr/bin/id", .argv = argv, .fds = &fds,
	    .nfds = 1, .user = &nobody, .groups = true, .umask = -1 };
	pid_t pid = proc_start(&p);
	ck_assert_int_gt(pid, 0);
	ck_assert_int_eq(proc_wait(pid, -1, &expired), 0);
	ck_assert_int_gt(io_read(fd[0], &out, 1000), 0);
	ck_assert(span_starts(buf_span(&out), SPAN("uid=65534(nobody)")));
	ck_assert_ptr_null(strstr(out.s, "root"));
	user_clear(&nobody);
	buf_clear(&out);
}
END_TEST

SUITE("sys/proc", runs_and_tells_the_status, a_failed_exec_is_no_exit_status,
    only_named_descriptors_arrive, descriptors_may_cross,
    the_deadline_kills_the_whole_group, signals_are_default_in_the_child,
    becomes_the_user)
