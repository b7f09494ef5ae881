/* SPDX-License-Identifier: ISC */
#include "existing.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "queue/qfile.h"
#include "sys/file.h"
#include "sys/io.h"
#include "sys/lock.h"

/* Whoever wrote it may have died before it was synced. */
static enum existing
done(const struct queue *q, const struct qfile *f, struct place p,
    struct why *w)
{
	if (file_sync(f->fd) < 0 || queue_sync(q, p) < 0) {
		why_errno(w, errno, "sync queue file");
		return EXISTING_LATER;
	}
	return EXISTING_DONE;
}

static bool
is_from(const struct qfile *f, struct span maildrop)
{
	return maildrop.len > 0 &&
	    span_eq(envelope_get(&f->env, "maildrop"), maildrop);
}

static enum existing
taken(const struct id *id, struct why *w)
{
	why_temp(w, "4.3.0", "queue id %s belongs to another message", id->s);
	return EXISTING_LATER;
}

static enum existing
judge_locked(const struct queue *q, struct qfile *f, enum qfile_got got,
    const struct id *id, struct place p, struct span maildrop, struct why *w)
{
	switch (got) {
	case QFILE_OK:
		return is_from(f, maildrop) ? done(q, f, p, w) : taken(id, w);
	case QFILE_INCOMPLETE:
		if (queue_unlink(q, id, p) < 0) {
			why_errno(w, errno, "remove incomplete %s", id->s);
			return EXISTING_LATER;
		}
		w->out = OUT_OK;
		return EXISTING_NONE;
	default:
		return EXISTING_LATER;	/* w says why */
	}
}

/* Where a door may have died, and left a file that is not complete. */
static enum existing
judge_door(const struct queue *q, const struct id *id, struct place p,
    struct span maildrop, struct why *w)
{
	struct buf name = BUF_INIT;
	struct qfile f;

	queue_name(&name, p, id);
	int fd = lock_open(q->fd, name.s, O_RDWR, false);
	int err = errno;
	buf_clear(&name);
	if (fd < 0) {
		if (err == ENOENT)
			return EXISTING_NONE;
		why_errno(w, err, "queue file %s is being written", id->s);
		return EXISTING_LATER;
	}
	enum qfile_got got = qfile_load(&f, fd, false, w);
	enum existing e = judge_locked(q, &f, got, id, p, maildrop, w);
	qfile_close(&f);
	return e;
}

enum existing
existing_incoming(const struct queue *q, const struct id *id,
    struct span maildrop, struct why *w)
{
	static const struct place incoming = { QUEUE_INCOMING, 0 };

	return judge_door(q, id, incoming, maildrop, w);
}

/* Outside incoming/ and hold/ only complete messages lie, and the dispatcher
 * may hold the lock for long: the envelope's facts do not change under it. */
static enum existing
judge_place(const struct queue *q, const struct id *id, struct place p,
    struct span maildrop, struct why *w)
{
	struct buf name = BUF_INIT;
	struct qfile f;
	enum existing e = EXISTING_LATER;

	queue_name(&name, p, id);
	int fd = openat(q->fd, name.s, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0) {
		why_errno(w, errno, "open %s", name.s);
	} else {
		enum qfile_got got = qfile_load(&f, fd, false, w);

		if (got == QFILE_OK)
			e = is_from(&f, maildrop) ? done(q, &f, p, w) :
			    taken(id, w);
		qfile_close(&f);
	}
	buf_clear(&name);
	return e;
}

static bool
maildrop_is_there(const struct queue *q, const struct id *id)
{
	struct buf name = BUF_INIT;
	struct stat st;

	queue_name(&name, (struct place){ QUEUE_MAILDROP, 0 }, id);
	bool is = fstatat(q->fd, name.s, &st, AT_SYMLINK_NOFOLLOW) == 0 ||
	    errno != ENOENT;
	buf_clear(&name);
	return is;
}

enum existing
existing_elsewhere(const struct queue *q, const struct id *id,
    struct span maildrop, struct why *w)
{
	struct place p;

	if (!maildrop_is_there(q, id))
		return EXISTING_DONE;
	if (queue_find_moved(q, id, &p) == 0)
		return p.state == QUEUE_HOLD ?
		    judge_door(q, id, p, maildrop, w) :
		    judge_place(q, id, p, maildrop, w);
	if (errno == ENOENT)
		return EXISTING_NONE;
	why_errno(w, errno, "look for queue id %s", id->s);
	return EXISTING_LATER;
}
