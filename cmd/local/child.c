/* SPDX-License-Identifier: ISC */
#include "child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/ascii.h"
#include "sys/clock.h"
#include "sys/io.h"
#include "sys/proc.h"
#include "wire/dsn.h"

enum { RESULT_MOST = 4096 };	/* bytes of a child's answer */

/* "K 2.0.0 delivered to maildir" */
static void
tell(int pipe, const struct why *w)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%c %s ", out_letter(w->out), w->dsn);
	buf_addspan(&b, span_head(buf_span(&w->text), RESULT_MOST / 2));
	if (io_write(pipe, buf_span(&b)) < 0)
		_exit(1);
	_exit(0);
}

static void __attribute__((noreturn))
be_recipient(struct job *j, int pipe, int sock)
{
	close(sock);
	if (priv_become(&j->user, true) < 0) {
		why_temp(&j->why, "4.3.0", "cannot become user %s: %s",
		    j->user.name.s, strerror(errno));
	} else {
		job_store(j);
		job_sync(j);
	}
	tell(pipe, &j->why);
	abort();
}

void
child_start(struct child *c, struct job *j, int sock)
{
	int fd[2];

	c->pid = -1;
	c->pipe = -1;
	user_groups(&j->user);
	if (io_pipe(fd) == 0) {
		c->pid = fork();
		if (c->pid == 0) {
			io_close(&fd[0]);
			be_recipient(j, fd[1], sock);
		}
		io_close(&fd[1]);
		c->pipe = fd[0];
	}
	if (c->pid < 0) {
		why_temp(&j->why, "4.3.0", "cannot start a delivery: %s",
		    strerror(errno));
		io_close(&c->pipe);
		j->done = true;
	}
	c->deadline = clock_ms() + j->cf->seconds * 1000;
}

/* True at the end of what the child says, false when its time is over. */
static bool
hear(struct child *c, struct buf *b)
{
	while (b->len < RESULT_MOST) {
		if (io_wait(c->pipe, POLLIN, clock_left(c->deadline)) == 0)
			return false;
		if (io_read(c->pipe, b, RESULT_MOST) <= 0)
			break;
	}
	return true;
}

static bool
understand(struct job *j, struct span s)
{
	struct span letter;
	char dsn[DSN_SIZE];
	enum out out;

	if (!span_split(&s, ' ', &letter) || letter.len != 1 ||
	    !out_from_letter(letter.p[0], &out) || !dsn_take(&s, dsn))
		return false;
	why_set(&j->why, out, span_str(dsn), s);
	return true;
}

/* A process that waits for a dead file server may not even die when it is
 * killed: so it is not waited for. */
static void
give_up(struct child *c, struct job *j)
{
	kill(c->pid, SIGKILL);
	waitpid(c->pid, NULL, WNOHANG);
	why_temp(&j->why, "4.2.0", "delivery to user %s did not end within "
	    "%lld seconds", j->user.name.s, (long long)j->cf->seconds);
}

void
child_collect(struct child *c, struct job *j)
{
	struct buf b = BUF_INIT;
	bool expired;

	if (!hear(c, &b)) {
		give_up(c, j);
	} else {
		int status = proc_wait(c->pid, -1, &expired);

		if (!understand(j, buf_span(&b))) {
			buf_reset(&b);
			proc_describe(&b, status);
			why_temp(&j->why, "4.3.0", "delivery process for user "
			    "%s ended with %s", j->user.name.s, b.s);
		}
	}
	io_close(&c->pipe);
	c->pid = -1;
	j->done = true;
	buf_clear(&b);
}
