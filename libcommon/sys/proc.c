/* SPDX-License-Identifier: ISC */
#include "sys/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/io.h"
#include "sys/signals.h"

enum { FD_MAX = 64, SAFE = 200 };	/* fds[].to stays below FD_MAX */

void
proc_close_above(int lowest)
{
	if (syscall(SYS_close_range, (unsigned)lowest, ~0u, 0) == 0)
		return;
	struct rlimit rl;
	int max = getrlimit(RLIMIT_NOFILE, &rl) == 0 &&
	    rl.rlim_cur < 65536 ? (int)rl.rlim_cur : 65536;
	for (int fd = lowest; fd < max; fd++)
		close(fd);
}

void
proc_undumpable(void)
{
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static bool
is_kept(int fd, const int *keep)
{
	for (; keep != NULL && *keep >= 0; keep++)
		if (*keep == fd)
			return true;
	return false;
}

int
proc_sanitise(const int *keep)
{
	int fd, highest = 2;

	do {
		fd = open("/dev/null", O_RDWR);
		if (fd < 0)
			return -1;
	} while (fd <= 2);
	close(fd);
	for (const int *k = keep; k != NULL && *k >= 0; k++)
		if (*k > highest)
			highest = *k;
	for (fd = 3; fd < highest; fd++)
		if (!is_kept(fd, keep))
			close(fd);
	proc_close_above(highest + 1);
	signals_default();
	return 0;
}

/* Moves the sources out of the way of the targets, then into place. */
static int
place_fds(const struct proc *p, int *report)
{
	int safe[FD_MAX];

	if (p->nfds > FD_MAX)
		return errno = EINVAL, -1;
	*report = fcntl(*report, F_DUPFD_CLOEXEC, SAFE);
	if (*report < 0)
		return -1;
	for (size_t i = 0; i < p->nfds; i++) {
		safe[i] = fcntl(p->fds[i].from, F_DUPFD_CLOEXEC, SAFE);
		if (safe[i] < 0 || p->fds[i].to >= FD_MAX)
			return -1;
	}
	for (size_t i = 0; i < p->nfds; i++)
		if (dup2(safe[i], p->fds[i].to) < 0)
			return -1;
	return 0;
}

/* Closes on exec whatever was not placed. */
static void
seal_fds(const struct proc *p)
{
	bool placed[FD_MAX] = { true, true, true };
	int last = 2;

	for (size_t i = 0; i < p->nfds; i++) {
		placed[p->fds[i].to] = true;
		if (p->fds[i].to > last)
			last = p->fds[i].to;
	}
	for (int fd = 3; fd < last; fd++)
		if (!placed[fd])
			io_cloexec(fd, true);
	/* CLOSE_RANGE_CLOEXEC leaves the report pipe usable until then */
	syscall(SYS_close_range, (unsigned)last + 1, ~0u, 4u);
}

static void __attribute__((noreturn))
child(const struct proc *p, int report)
{
	if (place_fds(p, &report) == 0 &&
	    (!p->own_group || setpgid(0, 0) == 0) &&
	    (p->user == NULL || priv_become(p->user, p->groups) == 0) &&
	    (p->dir == NULL || chdir(p->dir) == 0)) {
		if (p->umask >= 0)
			umask((mode_t)p->umask);
		seal_fds(p);
		signals_default();
		signal(SIGPIPE, SIG_DFL);
		signal(SIGXFSZ, SIG_DFL);
		if (p->envp != NULL)
			execve(p->path, p->argv, p->envp);
		else
			execv(p->path, p->argv);
	}
	int err = errno;
	if (report < 0 || write(report, &err, sizeof(err)) < 0)
		_exit(126);
	_exit(127);
}

pid_t
proc_start(const struct proc *p)
{
	int report[2], err = 0;
	ssize_t n;

	if (io_pipe(report) < 0)
		return -1;
	pid_t pid = fork();
	if (pid == 0)
		child(p, report[1]);
	io_close(&report[1]);
	if (pid < 0) {
		io_close(&report[0]);
		return -1;
	}
	do
		n = read(report[0], &err, sizeof(err));
	while (n < 0 && errno == EINTR);
	io_close(&report[0]);
	if (n == 0)
		return pid;
	waitpid(pid, NULL, 0);
	errno = n == sizeof(err) ? err : EAGAIN;
	return -1;
}

static void
kill_group(pid_t pid)
{
	if (kill(-pid, SIGKILL) < 0)
		kill(pid, SIGKILL);
}

int
proc_wait(pid_t pid, int64_t deadline, bool *expired)
{
	int status = 0, pidfd = -1;

	*expired = false;
	if (deadline >= 0) {
		pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
		if (pidfd >= 0 && io_wait(pidfd, 1, clock_left(deadline)) == 0) {
			*expired = true;
			kill_group(pid);
		}
		io_close(&pidfd);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

pid_t
proc_reap(int *status)
{
	pid_t pid;

	do
		pid = waitpid(-1, status, WNOHANG);
	while (pid < 0 && errno == EINTR);
	return pid < 0 ? 0 : pid;
}

void
proc_describe(struct buf *out, int status)
{
	if (WIFSIGNALED(status))
		buf_addf(out, "signal %d (%s)", WTERMSIG(status),
		    strsignal(WTERMSIG(status)));
	else
		buf_addf(out, "exit status %d", WEXITSTATUS(status));
}
