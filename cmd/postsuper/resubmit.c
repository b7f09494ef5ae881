/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/submit.h"
#include "app/app.h"
#include "postsuper.h"
#include "queue/qfile.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/proc.h"

enum { PIECE = 65536 };

struct door {
	pid_t	pid;
	int	to, from;
};

static bool
open_door(struct door *d)
{
	char *path = app_daemon("cleanup");
	char name[] = "cleanup";
	char *argv[] = { name, NULL };
	int in[2], out[2];

	if (io_pipe(in) < 0 || io_pipe(out) < 0)
		return false;
	struct proc_fd fds[] = { { in[0], 0 }, { out[1], 1 } };
	struct proc p = { .path = path, .argv = argv, .fds = fds, .nfds = 2,
	    .umask = -1 };
	d->pid = proc_start(&p);
	if (d->pid < 0)
		log_error("start %s: %s", path, strerror(errno));
	io_close(&in[0]);
	io_close(&out[1]);
	d->to = in[1];
	d->from = out[0];
	free(path);
	return d->pid >= 0;
}

static void
close_door(struct door *d)
{
	bool expired;

	io_close(&d->to);
	io_close(&d->from);
	if (d->pid > 0)
		proc_wait(d->pid, -1, &expired);
}

/* Facts of the first arrival stay; what only pickup may say does not. */
static void
send_envelope(struct submit *to, const struct envelope *e)
{
	submit_begin(to, e->sender);
	for (size_t i = 0; i < e->nfacts; i++) {
		const struct fact *f = &e->facts[i];
		char *name = span_dup(f->name);

		if (strcmp(name, "maildrop") != 0 && strcmp(name, "id") != 0)
			submit_fact(to, name, f->value);
		free(name);
	}
	for (size_t i = 0; i < e->nrcpts; i++)
		if (e->rcpts[i].state == RCPT_TODO)
			submit_rcpt(to, &e->rcpts[i]);
}

static bool
send_content(struct submit *to, const struct qfile *f)
{
	struct buf b = BUF_INIT;
	uint64_t at = 0;
	ssize_t n;

	while ((n = qfile_content(f, &b, PIECE, at)) > 0) {
		submit_content(to, buf_span(&b));
		at += (uint64_t)n;
		buf_reset(&b);
	}
	buf_clear(&b);
	return at == f->content_len;
}

static bool
resubmit(const struct qfile *f, const struct id *id)
{
	struct why why = WHY_INIT;
	struct submit to;
	struct door d;

	if (!open_door(&d))
		return false;
	submit_init(&to, d.from, d.to);
	send_envelope(&to, &f->env);
	bool ok = send_content(&to, f) && submit_commit(&to, &why) == OUT_OK;
	if (ok)
		log_info("%s: requeued as %s", id->s, to.id.s);
	else
		log_error("%s: not requeued: %s", id->s, why.text.s);
	submit_clear(&to);
	close_door(&d);
	why_clear(&why);
	return ok;
}

bool
super_resubmit(int fd, const struct id *id)
{
	struct qfile f = QFILE_INIT;
	struct why why = WHY_INIT;
	bool ok = false;

	/* the caller keeps its own descriptor, and with it the lock */
	if (qfile_load(&f, dup(fd), true, &why) != QFILE_OK)
		log_error("%s: not requeued: %s", id->s, why.text.s);
	else
		ok = resubmit(&f, id);
	qfile_close(&f);
	why_clear(&why);
	return ok;
}
