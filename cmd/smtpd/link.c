/* SPDX-License-Identifier: ISC */
#include "link.h"

#include <poll.h>

#include "sys/fdpass.h"
#include "sys/io.h"

enum { MONITOR_MS = 30 * 1000 };

void
link_init(struct link *l, int monitor)
{
	*l = (struct link){ .monitor = monitor };
}

static void
close_ends(struct ends *e)
{
	if (e->here) {
		io_close(&e->fd[0]);
		io_close(&e->fd[1]);
	}
	e->here = false;
}

void
link_close(struct link *l)
{
	for (size_t i = 0; i < HELPERS; i++)
		close_ends(&l->ends[i]);
}

static void
start_it(struct ends *e, enum helper_id id)
{
	struct helper h;

	helper_init(&h, false);
	e->here = helper_start(&h, id, e->fd);
}

void
link_ask(struct link *l, enum helper_id id)
{
	struct ends *e = &l->ends[id];

	if (e->asked || e->here)
		return;
	if (l->monitor < 0)
		start_it(e, id);
	else
		e->asked = fdpass_send(l->monitor, span_str(helper_name(id)),
		    NULL, 0) > 0;
}

bool
link_hand(struct link *l, enum helper_id id, const int *fd, int n)
{
	struct helper h;

	if (l->monitor >= 0)
		return fdpass_send(l->monitor, span_str(helper_name(id)), fd,
		    n) > 0;
	helper_init(&h, true);
	bool sent = helper_hand(&h, id, fd, n);
	helper_close(&h);
	return sent;
}

void
link_answer(struct link *l, struct span said, int *fd, int n)
{
	enum helper_id id;

	if (said.len > 0 && helper_find(span_from(said, 1), &id)) {
		struct ends *e = &l->ends[id];

		e->asked = false;
		if (n == 2 && !e->here) {
			*e = (struct ends){ false, true, { fd[0], fd[1] } };
			return;
		}
	}
	while (n > 0)
		io_close(&fd[--n]);
}

/* Whether there was one; without, no other question will be answered. */
static bool
hear(struct link *l)
{
	struct buf b = BUF_INIT;
	int fd[FDPASS_MAX], n = 0;
	bool heard = io_wait(l->monitor, POLLIN, MONITOR_MS) == 1 &&
	    fdpass_recv(l->monitor, &b, HELPER_ANSWER_MAX, fd, &n) > 0;

	if (heard)
		link_answer(l, buf_span(&b), fd, n);
	buf_clear(&b);
	return heard;
}

bool
link_take(struct link *l, enum helper_id id, int ends[2])
{
	struct ends *e = &l->ends[id];

	link_ask(l, id);
	while (e->asked && hear(l))
		;
	e->asked = false;
	if (!e->here)
		return false;
	ends[0] = e->fd[0];
	ends[1] = e->fd[1];
	e->here = false;
	return true;
}
