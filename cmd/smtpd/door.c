/* SPDX-License-Identifier: ISC */
#include "door.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "helper.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "sys/proc.h"

enum { MONITOR_MS = 30 * 1000 };

void
door_init(struct door *d, enum door_way way, int monitor)
{
	*d = (struct door){ .way = way, .monitor = monitor, .in = -1, .out = -1 };
}

void
door_close(struct door *d)
{
	bool expired;

	if (!d->open)
		return;
	submit_clear(&d->submit);
	io_close(&d->in);
	io_close(&d->out);
	if (d->postdrop > 0)
		proc_wait(d->postdrop, -1, &expired);
	d->postdrop = 0;
	d->open = false;
}

void
door_take(struct door *d, const int *fd, int n)
{
	d->asked = false;
	if (n != 2 || d->open) {
		while (n > 0)
			close(fd[--n]);
		return;
	}
	d->in = fd[0];
	d->out = fd[1];
	submit_init(&d->submit, d->in, d->out);
	d->open = true;
}

static void
take_answer(struct door *d)
{
	struct buf b = BUF_INIT;
	int fd[FDPASS_MAX], n = 0;

	if (io_wait(d->monitor, POLLIN, MONITOR_MS) == 1)
		fdpass_recv(d->monitor, &b, HELPER_ANSWER_MAX, fd, &n);
	buf_clear(&b);
	door_take(d, fd, n);
}

static void
start_cleanup(struct door *d)
{
	struct helper h;
	int ends[2];

	helper_init(&h, false);
	if (helper_cleanup(&h, ends))
		door_take(d, ends, 2);
}

void
door_ask(struct door *d)
{
	if (d->open || d->asked)
		return;
	if (d->way == DOOR_MONITOR)
		d->asked = fdpass_send(d->monitor, span_str(HELPER_CLEANUP),
		    NULL, 0) > 0;
	else if (d->way == DOOR_CLEANUP)
		start_cleanup(d);
}

static enum out
start_postdrop(struct door *d, struct why *w)
{
	char *path = app_command("postdrop");
	char *argv[] = { path, NULL };
	int down[2] = { -1, -1 }, up[2] = { -1, -1 };
	struct proc p = { .path = path, .argv = argv, .umask = -1 };

	if (io_pipe(down) == 0 && io_pipe(up) == 0) {
		struct proc_fd fds[] = { { down[0], 0 }, { up[1], 1 } };

		p.fds = fds;
		p.nfds = 2;
		d->postdrop = proc_start(&p);
	} else {
		d->postdrop = -1;
	}
	int err = errno;
	free(path);
	io_close(&down[0]);
	io_close(&up[1]);
	if (d->postdrop <= 0) {
		d->postdrop = 0;
		io_close(&down[1]);
		io_close(&up[0]);
		return why_errno(w, err, "start postdrop");
	}
	door_take(d, (int[]){ up[0], down[1] }, 2);
	return OUT_OK;
}

enum out
door_open(struct door *d, struct why *w)
{
	if (d->way == DOOR_POSTDROP)
		return d->open ? OUT_OK : start_postdrop(d, w);
	door_ask(d);
	if (d->asked)
		take_answer(d);
	return d->open ? OUT_OK :
	    why_temp(w, "4.3.0", "queue service is not available");
}

void
door_done(struct door *d)
{
	if (d->open && (d->submit.broken || d->way == DOOR_POSTDROP))
		door_close(d);
}
