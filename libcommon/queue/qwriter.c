/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/crc32c.h"
#include "queue/firstline.h"
#include "queue/qfile.h"
#include "sys/file.h"
#include "sys/io.h"
#include "sys/lock.h"

enum { FLUSH_AT = 128 * 1024 };

/* Between open and flock a sweeper or a second pickup may take the file for an
 * abandoned one: if the name is gone after the lock, we begin again. */
static int
create_locked(const struct queue *q, const char *name)
{
	for (;;) {
		int fd = openat(q->fd, name, O_RDWR | O_CREAT | O_EXCL |
		    O_CLOEXEC | O_NOFOLLOW, 0640);

		if (fd < 0)
			return -1;
		if (lock_take(fd, true) == 0 && file_is(fd, q->fd, name))
			return fd;
		io_close(&fd);
	}
}

enum out
qwriter_open(struct qwriter *w, const struct queue *q, const struct id *id,
    struct why *why)
{
	struct buf name = BUF_INIT;

	*w = (struct qwriter)QWRITER_INIT;
	w->q = q;
	w->id = *id;
	queue_name(&name, w->place, id);
	w->fd = create_locked(q, name.s);
	int err = errno;
	enum out out = OUT_OK;
	if (w->fd < 0) {
		out = why_errno(why, err, "create %s", name.s);
		if (err == EEXIST)
			out = why_perm(why, "5.3.0", "%s exists", name.s);
	}
	buf_clear(&name);
	errno = err;
	return out;
}

void
qwriter_envelope(struct qwriter *w, const struct envelope *e)
{
	struct firstline none = { .complete = false };

	firstline_add(&w->pending, &none);
	envelope_add(&w->pending, e);
	w->content_at = w->pending.len;
	w->nrcpts = e->nrcpts;
	w->nfacts = e->nfacts;
}

static enum out
flush(struct qwriter *w, struct why *why)
{
	if (io_pwrite(w->fd, buf_span(&w->pending), w->at) < 0)
		return why_errno(why, errno, "write queue file %s", w->id.s);
	w->at += w->pending.len;
	buf_reset(&w->pending);
	return OUT_OK;
}

enum out
qwriter_content(struct qwriter *w, struct span s, struct why *why)
{
	w->crc = crc32c(w->crc, s.p, s.len);
	w->content_len += s.len;
	buf_addspan(&w->pending, s);
	return w->pending.len >= FLUSH_AT ? flush(w, why) : OUT_OK;
}

static int
write_firstline(const struct qwriter *w)
{
	struct firstline l = { true, w->content_at, w->content_len, w->crc };
	struct buf b = BUF_INIT;

	firstline_add(&b, &l);
	int r = io_pwrite(w->fd, buf_span(&b), 0);
	buf_clear(&b);
	return r;
}

static enum out
cannot_commit(const struct qwriter *w, struct why *why)
{
	return why_errno(why, errno, "commit queue file %s", w->id.s);
}

enum out
qwriter_amend(struct qwriter *w, const struct envelope *e, struct why *why)
{
	struct firstline none = { .complete = false };
	struct envelope was = *e;
	struct buf b = BUF_INIT;
	enum out out = OUT_OK;

	was.nrcpts = w->nrcpts;
	was.nfacts = w->nfacts;
	firstline_add(&b, &none);
	envelope_add(&b, &was);
	if (b.len != w->content_at)
		out = why_temp(why, "4.3.0", "envelope of %s has changed",
		    w->id.s);
	else if (w->at == 0)
		memcpy(w->pending.s, b.s, b.len);
	else if (io_pwrite(w->fd, buf_span(&b), 0) < 0)
		out = why_errno(why, errno, "write queue file %s", w->id.s);
	buf_clear(&b);
	return out;
}

/* Whoever dies on the way leaves a file that is not complete. */
enum out
qwriter_hold(struct qwriter *w, struct why *why)
{
	static const struct place hold = { QUEUE_HOLD, 0 };

	if (queue_move(w->q, &w->id, w->place, hold) < 0)
		return why_errno(why, errno, "move %s to hold", w->id.s);
	w->place = hold;
	return OUT_OK;
}

enum out
qwriter_finish(struct qwriter *w, const struct envelope *e, struct why *why)
{
	envelope_add_rest(&w->pending, e, w->nrcpts, w->nfacts);
	if (flush(w, why) != OUT_OK)
		return OUT_TEMP;
	return write_firstline(w) < 0 ? cannot_commit(w, why) : OUT_OK;
}

enum out
qwriter_sync(struct qwriter *w, struct why *why)
{
	return file_sync(w->fd) < 0 ? cannot_commit(w, why) : OUT_OK;
}

void
qwriter_close(struct qwriter *w)
{
	io_close(&w->fd);
	buf_clear(&w->pending);
}

enum out
qwriter_commit(struct qwriter *w, const struct envelope *e, struct why *why)
{
	if (qwriter_finish(w, e, why) != OUT_OK ||
	    qwriter_sync(w, why) != OUT_OK)
		return OUT_TEMP;
	if (queue_sync(w->q, w->place) < 0)
		return cannot_commit(w, why);
	qwriter_close(w);
	return OUT_OK;
}

void
qwriter_abort(struct qwriter *w)
{
	if (w->fd >= 0) {
		queue_unlink(w->q, &w->id, w->place);
		io_close(&w->fd);
	}
	buf_clear(&w->pending);
}
