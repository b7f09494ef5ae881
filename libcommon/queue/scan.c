/* SPDX-License-Identifier: ISC */
#include "queue/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

static bool
open_state(struct scan *s, const struct queue *q, enum queue_state state)
{
	struct dir *d = state == QUEUE_DEFERRED ? &s->slots : &s->names;

	*s = (struct scan){ .q = q, .place = { state, 0 } };
	s->from = INT64_MAX;
	s->until = INT64_MAX;
	return dir_open(d, q->fd, queue_state_name[state]);
}

bool
scan_open(struct scan *s, const struct queue *q, enum queue_state state)
{
	return open_state(s, q, state);
}

bool
scan_open_due(struct scan *s, const struct queue *q, int64_t now,
    int64_t latest)
{
	if (!open_state(s, q, QUEUE_DEFERRED))
		return false;
	s->until = now;
	s->from = latest;
	return true;
}

void
scan_close(struct scan *s)
{
	dir_close(&s->names);
	dir_close(&s->slots);
}

static bool
wanted(const struct scan *s, int64_t slot)
{
	return slot <= s->until || slot > s->from;
}

/* Opens the next slot that is wanted; one that has just gone is passed over. */
static bool
next_slot(struct scan *s)
{
	struct buf dir = BUF_INIT;
	const char *name;
	bool opened = false;

	while (!opened && (name = dir_next(&s->slots)) != NULL) {
		if (!slot_read(span_str(name), &s->place.slot) ||
		    !wanted(s, s->place.slot))
			continue;
		buf_reset(&dir);
		queue_dir(&dir, s->place);
		opened = dir_open(&s->names, s->q->fd, dir.s);
		if (!opened && errno != ENOENT) {
			s->error = errno;
			break;
		}
	}
	buf_clear(&dir);
	return opened;
}

bool
scan_next(struct scan *s, struct id *id)
{
	const char *name;

	do {
		while (s->names.handle != NULL &&
		    (name = dir_next(&s->names)) != NULL)
			if (id_read(span_str(name), id))
				return true;
		if (s->names.handle != NULL && errno != 0)
			s->error = errno;
		dir_close(&s->names);
	} while (s->slots.handle != NULL && next_slot(s));
	return false;
}

void
scan_drop_empty_slots(const struct queue *q, int64_t now)
{
	struct buf path = BUF_INIT;
	struct place p = { QUEUE_DEFERRED, 0 };
	struct dir d;
	const char *name;

	if (!dir_open(&d, q->fd, queue_state_name[QUEUE_DEFERRED]))
		return;
	while ((name = dir_next(&d)) != NULL) {
		if (!slot_read(span_str(name), &p.slot) || p.slot > now)
			continue;
		buf_reset(&path);
		queue_dir(&path, p);
		unlinkat(q->fd, path.s, AT_REMOVEDIR);
	}
	dir_close(&d);
	buf_clear(&path);
}
