/* SPDX-License-Identifier: ISC */
#include "queue/layout.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "sys/dir.h"
#include "sys/file.h"
#include "sys/io.h"

enum {
	SLOT_STEP_MAX = 60,	/* seconds */
	SLOT_PARTS = 10		/* a slot is at most a tenth of its delay late */
};

const char *const queue_state_name[QUEUE_STATES] = {
	[QUEUE_MAILDROP] = "maildrop",	[QUEUE_INCOMING] = "incoming",
	[QUEUE_ACTIVE] = "active",	[QUEUE_DEFERRED] = "deferred",
	[QUEUE_HOLD] = "hold",		[QUEUE_CORRUPT] = "corrupt",
};

bool
queue_open(struct queue *q, const char *path)
{
	q->fd = file_open_dir(AT_FDCWD, path);
	q->path = q->fd >= 0 ? mem_str(path) : NULL;
	return q->fd >= 0;
}

void
queue_close(struct queue *q)
{
	io_close(&q->fd);
	free(q->path);
	q->path = NULL;
}

void
queue_dir(struct buf *out, struct place p)
{
	buf_adds(out, queue_state_name[p.state]);
	if (p.state == QUEUE_DEFERRED)
		buf_addf(out, "/%lld", (long long)p.slot);
}

void
queue_name(struct buf *out, struct place p, const struct id *id)
{
	queue_dir(out, p);
	buf_addf(out, "/%s", id->s);
}

static int
make_slot(const struct queue *q, struct place p)
{
	struct buf dir = BUF_INIT;
	int r;

	queue_dir(&dir, p);
	r = mkdirat(q->fd, dir.s, 0750);
	if (r == 0)
		r = file_sync_dir(q->fd, queue_state_name[QUEUE_DEFERRED]);
	else if (errno == EEXIST)
		r = 0;
	buf_clear(&dir);
	return r;
}

int
queue_move(const struct queue *q, const struct id *id, struct place from,
    struct place to)
{
	struct buf old = BUF_INIT, new = BUF_INIT;

	queue_name(&old, from, id);
	queue_name(&new, to, id);
	int r = file_move(q->fd, old.s, q->fd, new.s);
	/* the slot may be new, and an empty one may be removed at any time */
	for (int try = 0; try < 3 && r < 0 && errno == ENOENT &&
	    to.state == QUEUE_DEFERRED; try++) {
		if (faccessat(q->fd, old.s, F_OK, 0) < 0 || make_slot(q, to) < 0)
			break;
		r = file_move(q->fd, old.s, q->fd, new.s);
	}
	buf_clear(&old);
	buf_clear(&new);
	return r;
}

int
queue_unlink(const struct queue *q, const struct id *id, struct place p)
{
	struct buf name = BUF_INIT;

	queue_name(&name, p, id);
	int r = unlinkat(q->fd, name.s, 0);
	buf_clear(&name);
	return r;
}

int
queue_sync(const struct queue *q, struct place p)
{
	struct buf dir = BUF_INIT;

	queue_dir(&dir, p);
	int r = file_sync_dir(q->fd, dir.s);
	buf_clear(&dir);
	return r;
}

static int
is_at(const struct queue *q, const struct id *id, struct place p)
{
	struct buf name = BUF_INIT;
	struct stat st;

	queue_name(&name, p, id);
	int r = fstatat(q->fd, name.s, &st, AT_SYMLINK_NOFOLLOW);
	buf_clear(&name);
	return r;
}

static int
find_in_slots(const struct queue *q, const struct id *id, struct place *p)
{
	struct dir slots;
	const char *name;
	int r = -1;

	if (!dir_open(&slots, q->fd, queue_state_name[QUEUE_DEFERRED]))
		return -1;
	p->state = QUEUE_DEFERRED;
	while (r < 0 && (name = dir_next(&slots)) != NULL)
		if (slot_read(span_str(name), &p->slot))
			r = is_at(q, id, *p);
	int err = r < 0 && errno == 0 ? ENOENT : errno;
	dir_close(&slots);
	errno = err;
	return r;
}

/* In the order in which messages move, so that one is not missed that is
 * moved on while we look; twice, since some move back. */
static int
find(const struct queue *q, const struct id *id, struct place *p, bool incoming)
{
	static const enum queue_state order[] = {
		QUEUE_INCOMING, QUEUE_ACTIVE, QUEUE_DEFERRED, QUEUE_HOLD,
		QUEUE_CORRUPT, QUEUE_ACTIVE, QUEUE_DEFERRED, QUEUE_INCOMING
	};

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (order[i] == QUEUE_INCOMING && !incoming)
			continue;
		*p = (struct place){ order[i], 0 };
		int r = order[i] == QUEUE_DEFERRED ?
		    find_in_slots(q, id, p) : is_at(q, id, *p);
		if (r == 0 || errno != ENOENT)
			return r;
	}
	return errno = ENOENT, -1;
}

int
queue_find(const struct queue *q, const struct id *id, struct place *p)
{
	return find(q, id, p, true);
}

int
queue_find_moved(const struct queue *q, const struct id *id, struct place *p)
{
	return find(q, id, p, false);
}

int64_t
slot_after(int64_t now, int64_t delay)
{
	int64_t step = delay / SLOT_PARTS;

	if (step < 1)
		step = 1;
	if (step > SLOT_STEP_MAX)
		step = SLOT_STEP_MAX;
	return (now + delay + step - 1) / step * step;
}

bool
slot_read(struct span name, int64_t *slot)
{
	return name.len > 0 && name.p[0] >= '1' && name.p[0] <= '9' &&
	    num_int(name, 1, INT64_MAX / 2, slot);
}
