/* SPDX-License-Identifier: ISC */
#include "sys/tally.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/crc32c.h"
#include "sys/file.h"
#include "sys/io.h"

enum { TRIES = 20, PAUSE_NS = 1000 * 1000 };

struct entry {
	unsigned char	key[TALLY_KEY];
	uint32_t	used;		/* 0: free */
	uint32_t	count[TALLY_KINDS];
	int64_t		start;
};

struct bucket {
	struct entry	way[TALLY_WAYS];
};

int
tally_open(struct tally *t, const char *path)
{
	struct stat st;

	t->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK, 0600);
	if (t->fd < 0)
		return -1;
	if (fstat(t->fd, &st) == 0 && S_ISREG(st.st_mode))
		return 0;
	io_close(&t->fd);
	return errno = EINVAL, -1;
}

int
tally_open_private(struct tally *t)
{
	t->fd = file_anonymous("tally");
	return t->fd < 0 ? -1 : io_cloexec(t->fd, true);
}

void
tally_close(struct tally *t)
{
	io_close(&t->fd);
}

/* A process that sleeps in the middle must not stop the service: after a
 * while a count that may be one too low is the lesser evil. */
static void
lock(const struct tally *t, off_t at)
{
	struct timespec pause = { 0, PAUSE_NS };
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET,
	    .l_start = at, .l_len = sizeof(struct bucket) };

	for (int i = 0; i < TRIES; i++) {
		if (fcntl(t->fd, F_OFD_SETLK, &l) == 0 ||
		    (errno != EAGAIN && errno != EACCES))
			return;
		nanosleep(&pause, NULL);
	}
}

static void
unlock(const struct tally *t, off_t at)
{
	struct flock l = { .l_type = F_UNLCK, .l_whence = SEEK_SET,
	    .l_start = at, .l_len = sizeof(struct bucket) };

	fcntl(t->fd, F_OFD_SETLK, &l);
}

static bool
is_over(const struct entry *e, int64_t now, int64_t unit)
{
	return e->used == 0 || now < e->start || now - e->start >= unit;
}

/* The key's own entry, else one that is free, else the oldest. */
static struct entry *
find(struct bucket *b, const unsigned char key[TALLY_KEY], int64_t now,
    int64_t unit)
{
	struct entry *best = &b->way[0];

	for (size_t i = 0; i < TALLY_WAYS; i++) {
		struct entry *e = &b->way[i];

		if (e->used != 0 && memcmp(e->key, key, TALLY_KEY) == 0)
			return e;
		if (is_over(e, now, unit) ? !is_over(best, now, unit) :
		    !is_over(best, now, unit) && e->start < best->start)
			best = e;
	}
	return best;
}

static int64_t
count(struct entry *e, const unsigned char key[TALLY_KEY], unsigned kind,
    int64_t now, int64_t unit)
{
	if (is_over(e, now, unit) || memcmp(e->key, key, TALLY_KEY) != 0) {
		*e = (struct entry){ .used = 1, .start = now };
		memcpy(e->key, key, TALLY_KEY);
	}
	if (e->count[kind] < UINT32_MAX)
		e->count[kind]++;
	return e->count[kind];
}

/* What cannot be read counts as empty: a new file, or one cut short. */
static int64_t
add_at(struct tally *t, off_t at, const unsigned char key[TALLY_KEY],
    unsigned kind, int64_t now, int64_t unit)
{
	struct bucket b = { .way = { { .used = 0 } } };

	if (pread(t->fd, &b, sizeof(b), at) < 0)
		return -1;
	struct entry *e = find(&b, key, now, unit);
	int64_t n = count(e, key, kind, now, unit);
	off_t place = at + (off_t)((char *)e - (char *)&b);
	return pwrite(t->fd, e, sizeof(*e), place) < 0 ? -1 : n;
}

int64_t
tally_add(struct tally *t, struct span text, unsigned kind, int64_t now,
    int64_t unit)
{
	unsigned char key[TALLY_KEY] = { 0 };

	if (t->fd < 0 || kind >= TALLY_KINDS)
		return errno = EINVAL, -1;
	text = span_head(text, TALLY_KEY);
	memcpy(key, text.p, text.len);
	off_t at = (off_t)(crc32c(0, key, TALLY_KEY) % TALLY_BUCKETS *
	    sizeof(struct bucket));
	lock(t, at);
	int64_t n = add_at(t, at, key, kind, now, unit);
	int err = errno;
	unlock(t, at);
	errno = err;
	return n;
}
