/* SPDX-License-Identifier: ISC */
#include "door.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "sys/io.h"
#include "sys/proc.h"

void
door_init(struct door *d, enum door_way way, struct link *link)
{
	*d = (struct door){ .way = way, .link = link, .in = -1, .out = -1 };
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

static void
take(struct door *d, const int ends[2])
{
	d->in = ends[0];
	d->out = ends[1];
	submit_init(&d->submit, d->in, d->out);
	d->open = true;
}

void
door_ask(struct door *d)
{
	if (!d->open && d->way == DOOR_CLEANUP)
		link_ask(d->link, HELPER_CLEANUP);
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
	take(d, (int[]){ up[0], down[1] });
	return OUT_OK;
}

enum out
door_open(struct door *d, struct why *w)
{
	int ends[2];

	if (d->open)
		return OUT_OK;
	if (d->way == DOOR_POSTDROP)
		return start_postdrop(d, w);
	if (!link_take(d->link, HELPER_CLEANUP, ends))
		return why_temp(w, "4.3.0", "queue service is not available");
	take(d, ends);
	return OUT_OK;
}

void
door_done(struct door *d)
{
	if (d->open && (d->submit.broken || d->way == DOOR_POSTDROP))
		door_close(d);
}
