/* SPDX-License-Identifier: ISC */
#include "mailbox/mboxlock.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "mailbox/fault.h"
#include "sys/clock.h"
#include "sys/lock.h"
#include "sys/rand.h"

static const char *const style_name[MBOXLOCK_STYLES] = {
	[MBOXLOCK_FCNTL] = "fcntl",
	[MBOXLOCK_DOTLOCK] = "dotlock",
	[MBOXLOCK_FLOCK] = "flock"
};

static bool
add_style(struct mboxlock_rules *r, struct span word)
{
	for (int s = 0; s < MBOXLOCK_STYLES; s++) {
		if (!span_is(word, style_name[s]))
			continue;
		for (int i = 0; i < r->nstyles; i++)
			if ((int)r->style[i] == s)
				return true;
		r->style[r->nstyles++] = (enum mboxlock_style)s;
		return true;
	}
	return false;
}

bool
mboxlock_styles(struct mboxlock_rules *r, struct span list)
{
	struct span word;

	r->nstyles = 0;
	while (span_word(&list, ", \t\r\n", &word))
		if (!add_style(r, word))
			return false;
	return r->nstyles > 0;
}

static int
take_one(struct mboxlock *l, enum mboxlock_style style, int fd,
    const char *path, int64_t stale)
{
	switch (style) {
	case MBOXLOCK_DOTLOCK:
		return dotlock_take(&l->dot, path, stale);
	case MBOXLOCK_FCNTL:
		return lock_fcntl(fd, false);
	default:
		if (lock_take(fd, false) < 0)
			return -1;
		l->fd = fd;
		return 0;
	}
}

static bool
is_busy(int err)
{
	return err == EWOULDBLOCK || err == EAGAIN || err == EEXIST ||
	    err == EDEADLK;
}

/* All, or none: then *failed is the one that was not to be had, with errno. */
static int
take_all(struct mboxlock *l, int fd, const char *path,
    const struct mboxlock_rules *r, enum mboxlock_style *failed)
{
	for (int i = 0; i < r->nstyles; i++) {
		if (take_one(l, r->style[i], fd, path, r->stale) == 0)
			continue;
		int err = errno;
		*failed = r->style[i];
		mboxlock_release(l);
		lock_fcntl_release(fd);
		return errno = err, -1;
	}
	return 0;
}

/* Other deliveries hold the lock for milliseconds, mail readers for seconds:
 * so try soon, then ever more seldom. */
static void
pause_before(int tries, int64_t delay_ms)
{
	int64_t ms = tries < 10 ? 4 << tries : delay_ms;

	if (ms > delay_ms)
		ms = delay_ms;
	ms = ms / 2 + rand_u32() % (ms / 2 + 1);
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };
	nanosleep(&t, NULL);
}

enum out
mboxlock_take(struct mboxlock *l, int fd, const char *path,
    const struct mboxlock_rules *r, struct why *w)
{
	int64_t delay_ms = r->delay * 1000;
	int64_t until = clock_ms() + r->attempts * delay_ms;
	enum mboxlock_style failed = MBOXLOCK_FCNTL;

	for (int tries = 0; take_all(l, fd, path, r, &failed) < 0; tries++) {
		if (!is_busy(errno))
			return fault_why(w, errno, "unable to take the %s lock",
			    style_name[failed]);
		if (clock_ms() >= until)
			return why_temp(w, "4.2.0", "unable to lock for exclusive"
			    " access: another program holds the %s lock",
			    style_name[failed]);
		pause_before(tries, delay_ms);
	}
	return OUT_OK;
}

void
mboxlock_release(struct mboxlock *l)
{
	dotlock_release(&l->dot);
	if (l->fd >= 0)
		lock_release(l->fd);
	l->fd = -1;
}
