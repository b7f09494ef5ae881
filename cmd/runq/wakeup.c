/* SPDX-License-Identifier: ISC */
#include "wakeup.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>

#include "base/num.h"
#include "queue/wake.h"
#include "stop.h"
#include "sys/fifo.h"
#include "sys/io.h"
#include "sys/lock.h"

enum {
	PUBLIC_MODE = 0620,	/* the submitting group may write */
	PRIVATE_MODE = 0600,
	PASS_LEN = 42,		/* two numbers of twenty digits, blank, LF */
	LOOK_MS = 20,		/* while waiting for another run's pass */
	STANDBY_MS = 1000	/* or for its end */
};

static const char lock_name[] = "pid/runq.lock";

static enum out
open_one(struct wakeup *w, int *fd, const char *name, unsigned mode,
    struct why *why)
{
	if (fifo_make(w->q->fd, name, mode) < 0 ||
	    (*fd = fifo_open(w->q->fd, name)) < 0)
		return why_errno(why, errno, "%s/%s", w->q->path, name);
	return OUT_OK;
}

enum out
wakeup_open(struct wakeup *w, const struct queue *q, struct why *why)
{
	*w = (struct wakeup)WAKEUP_INIT;
	w->q = q;
	if (open_one(w, &w->inbox, wake_inbox_fifo, PRIVATE_MODE, why) != OUT_OK ||
	    open_one(w, &w->run, wake_run_fifo, PUBLIC_MODE, why) != OUT_OK ||
	    open_one(w, &w->flush, wake_flush_fifo, PUBLIC_MODE, why) != OUT_OK)
		return OUT_TEMP;
	return OUT_OK;
}

void
wakeup_close(struct wakeup *w)
{
	io_close(&w->lock);
	io_close(&w->run);
	io_close(&w->inbox);
	io_close(&w->flush);
}

static void
read_passes(struct wakeup *w, int fd)
{
	struct buf b = BUF_INIT;
	struct span text, word;
	uint64_t started, finished;

	if (io_pread(fd, &b, PASS_LEN, 0) == PASS_LEN) {
		text = span_trim(buf_span(&b));
		if (span_split(&text, ' ', &word) &&
		    num_uint(word, UINT64_MAX, &started) &&
		    num_uint(text, UINT64_MAX, &finished)) {
			w->started = started;
			w->finished = finished;
		}
	}
	buf_clear(&b);
}

static void
write_passes(const struct wakeup *w)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%020llu %020llu\n", (unsigned long long)w->started,
	    (unsigned long long)w->finished);
	io_pwrite(w->lock, buf_span(&b), 0);
	buf_clear(&b);
}

/* A pass that was begun under a run that died has ended. */
static bool
take_lock(struct wakeup *w)
{
	w->lock = lock_open(w->q->fd, lock_name, O_RDWR | O_CREAT, false);
	if (w->lock < 0)
		return false;
	read_passes(w, w->lock);
	w->finished = w->started;
	return true;
}

enum out
wakeup_begin(struct wakeup *w, bool *held, struct why *why)
{
	wakeup_drain(w);
	io_write_some(w->inbox, SPAN("w"));
	*held = take_lock(w);
	if (!*held && errno != EWOULDBLOCK)
		return why_errno(why, errno, "%s/%s", w->q->path, lock_name);
	if (*held)
		wakeup_drain(w);	/* a scan comes now */
	return OUT_OK;
}

bool
wakeup_drain(struct wakeup *w)
{
	bool run = fifo_drain(w->run, NULL), inbox = fifo_drain(w->inbox, NULL);

	return run || inbox;
}

void
wakeup_wishes(struct wakeup *w, struct buf *records)
{
	fifo_drain(w->flush, records);
}

/* When the lock is busy once more, its new holder may have begun before the
 * byte that was removed here came: so it is put back before the lock is tried. */
bool
wakeup_end(struct wakeup *w)
{
	io_close(&w->lock);
	if (!wakeup_drain(w))
		return false;
	io_write_some(w->inbox, SPAN("w"));
	if (!take_lock(w))
		return false;
	wakeup_drain(w);	/* a scan comes now */
	return true;
}

void
wakeup_pass_begins(struct wakeup *w)
{
	w->started++;
	write_passes(w);
}

void
wakeup_pass_ends(struct wakeup *w)
{
	w->finished = w->started;
	write_passes(w);
}

bool
wakeup_wait(struct wakeup *w, bool for_lock)
{
	struct pollfd nothing = { .fd = -1 };
	int fd = openat(w->q->fd, lock_name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return false;
	read_passes(w, fd);
	uint64_t seen = w->started;
	io_write_some(w->inbox, SPAN("w"));
	while (!stop_wanted() && (for_lock || w->finished <= seen) &&
	    !take_lock(w)) {
		poll(&nothing, 1, for_lock ? STANDBY_MS : LOOK_MS);
		read_passes(w, fd);
	}
	io_close(&fd);
	return w->lock < 0;
}
