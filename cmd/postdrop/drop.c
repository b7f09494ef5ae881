/* SPDX-License-Identifier: ISC */
#include "drop.h"

#include <errno.h>
#include <fcntl.h>
#include <sysexits.h>
#include <unistd.h>

#include "sys/file.h"
#include "sys/io.h"
#include "sys/lock.h"
#include "sys/priv.h"
#include "unfinished.h"
#include "wire/record.h"

enum { FLUSH_AT = 128 * 1024 };

static const struct place maildrop = { QUEUE_MAILDROP, 0 };

/* An id has 32 random bits, so a taken name means that it is tried again. A
 * sweeper may see the file between open and flock: then it is gone. */
static int
create(struct drop *d)
{
	for (;;) {
		d->id = id_make(stamp_now());
		buf_reset(&d->name);
		queue_name(&d->name, maildrop, &d->id);
		int fd = openat(d->q->fd, d->name.s, O_WRONLY | O_CREAT |
		    O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0444);

		if (fd >= 0 && lock_take(fd, true) == 0 &&
		    file_is(fd, d->q->fd, d->name.s))
			return fd;
		if (fd < 0 && errno != EEXIST)
			return -1;
		io_close(&fd);
	}
}

/* What stands in the way of most who read this is not the errno. */
static enum out
explain(struct drop *d, int err, struct why *w)
{
	d->status = EX_UNAVAILABLE;
	if (err == EACCES && priv_no_new())
		return why_temp(w, "4.3.0", "cannot write to %s/maildrop: "
		    "postdrop's set-gid bit has no effect in this process "
		    "(NoNewPrivileges is set): allow new privileges to this "
		    "service or container, or run it with the directory's "
		    "group", d->q->path);
	if (err == EACCES && !priv_is_setid())
		return why_temp(w, "4.3.0", "cannot write to %s/maildrop: "
		    "postdrop is not set-gid: as root run "
		    "\"postfix set-permissions\"", d->q->path);
	if (err == ENOENT || err == ENOTDIR)
		return why_temp(w, "4.3.0", "%s/maildrop does not exist: "
		    "as root run \"postfix set-permissions\"", d->q->path);
	if (err != EACCES)
		d->status = EX_TEMPFAIL;
	return why_errno(w, err, "create file in %s/maildrop", d->q->path);
}

enum out
drop_open(struct drop *d, const struct queue *q, struct why *w)
{
	d->q = q;
	unfinished_hold();
	d->fd = create(d);
	int err = errno;
	if (d->fd >= 0)
		unfinished_set(q->fd, d->name.s);
	unfinished_release();
	return d->fd >= 0 ? OUT_OK : explain(d, err, w);
}

static enum out
flush(struct drop *d, struct why *w)
{
	if (io_write(d->fd, buf_span(&d->pending)) < 0) {
		int err = errno;

		d->status = EX_TEMPFAIL;
		/* a limit of the caller's (RLIMIT_FSIZE), not of a mailbox */
		if (err == EFBIG)
			return why_temp(w, "4.3.1", "write %s: the process may "
			    "not write a file of this size (ulimit -f)",
			    d->name.s);
		return why_errno(w, err, "write %s", d->name.s);
	}
	buf_reset(&d->pending);
	return OUT_OK;
}

enum out
drop_put(struct drop *d, char letter, struct span data, struct why *w)
{
	record_add(&d->pending, letter, data);
	return d->pending.len >= FLUSH_AT ? flush(d, w) : OUT_OK;
}

enum out
drop_commit(struct drop *d, struct why *w)
{
	record_add(&d->pending, 'E', SPAN(""));
	if (flush(d, w) != OUT_OK)
		return OUT_TEMP;
	if (file_sync(d->fd) < 0 || queue_sync(d->q, maildrop) < 0) {
		d->status = EX_TEMPFAIL;
		return why_errno(w, errno, "commit %s", d->name.s);
	}
	unfinished_done();
	io_close(&d->fd);
	buf_clear(&d->pending);
	buf_clear(&d->name);
	return OUT_OK;
}

void
drop_abort(struct drop *d)
{
	if (d->fd >= 0) {
		unfinished_done();
		unlinkat(d->q->fd, d->name.s, 0);
		io_close(&d->fd);
	}
	buf_clear(&d->pending);
	buf_clear(&d->name);
}
