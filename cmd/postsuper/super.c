/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "postsuper.h"
#include "queue/scan.h"
#include "sys/io.h"
#include "sys/lock.h"
#include "sys/log.h"

static const char *
past_tense(char what)
{
	switch (what) {
	case 'd':
		return "removed";
	case 'h':
		return "placed on hold";
	case 'H':
		return "released from hold";
	case 'r':
		return "requeued";
	default:
		return "expiration forced";
	}
}

/* Where the act takes a message that lies at p; false: not for this one. */
static bool
target(char what, struct place p, struct place *to)
{
	switch (what) {
	case 'h':
		*to = (struct place){ QUEUE_HOLD, 0 };
		return p.state == QUEUE_INCOMING || p.state == QUEUE_ACTIVE ||
		    p.state == QUEUE_DEFERRED;
	case 'H':
		*to = (struct place){ QUEUE_DEFERRED, time(NULL) };
		return p.state == QUEUE_HOLD;
	case 'e':
	case 'f':
		*to = (struct place){ QUEUE_DEFERRED, SLOT_EXPIRE };
		return (p.state == QUEUE_DEFERRED && p.slot != SLOT_EXPIRE) ||
		    (what == 'f' && p.state == QUEUE_HOLD);
	case 'r':
		return p.state != QUEUE_MAILDROP && p.state != QUEUE_CORRUPT;
	default:
		return true;
	}
}

static bool
act(struct super *s, char what, int fd, const struct id *id, struct place p,
    struct place to)
{
	if (what == 'r' && !super_resubmit(fd, id))
		return false;
	int r = what == 'd' || what == 'r' ? queue_unlink(s->q, id, p) :
	    queue_move(s->q, id, p, to);
	if (r < 0)
		log_error("%s: %s", id->s, strerror(errno));
	return r == 0;
}

/* 1: done; 0: not there, or not for this one; -1: failed, told. */
static int
try_at(struct super *s, char what, const struct id *id, struct place p)
{
	struct place to = p;
	struct buf name = BUF_INIT;

	if (!target(what, p, &to))
		return 0;
	queue_name(&name, p, id);
	int flags = p.state == QUEUE_MAILDROP ? O_RDONLY : O_RDWR;
	int fd = lock_open(s->q->fd, name.s, flags | O_NONBLOCK, false);
	int err = errno;
	buf_clear(&name);
	if (fd < 0 && err == ENOENT)
		return 0;
	if (fd < 0) {
		log_error("%s: %s", id->s, err == EWOULDBLOCK ?
		    "is being delivered at this moment; try again later" :
		    strerror(err));
		return -1;
	}
	bool ok = act(s, what, fd, id, p, to);
	io_close(&fd);
	if (!ok)
		return -1;
	log_info("%s: %s", id->s, past_tense(what));
	s->done[(unsigned char)(what == 'f' ? 'e' : what)]++;
	return 1;
}

static bool
find(const struct super *s, const struct id *id, const bool *in,
    struct place *p)
{
	if (queue_find(s->q, id, p) == 0)
		return in[p->state];
	*p = (struct place){ QUEUE_MAILDROP, 0 };
	return in[QUEUE_MAILDROP];
}

/* It may be moved on while we look for it: look again. */
void
super_one(struct super *s, char what, struct span name, const bool *in)
{
	struct place p;
	struct id id;
	int r = 0;

	if (!id_read(name, &id)) {
		log_error("bad queue id: %.*s", SPAN_FMT(name));
		s->failed++;
		return;
	}
	for (int try = 0; try < 3 && r == 0; try++)
		if (find(s, &id, in, &p))
			r = try_at(s, what, &id, p);
	if (r < 0)
		s->failed++;
}

void
super_all(struct super *s, char what, const bool *in)
{
	struct scan scan;
	struct id id;

	for (int state = 0; state < QUEUE_STATES; state++) {
		if (!in[state])
			continue;
		if (!scan_open(&scan, s->q, (enum queue_state)state)) {
			log_error("%s: %s", queue_state_name[state],
			    strerror(errno));
			s->failed++;
			continue;
		}
		while (scan_next(&scan, &id))
			if (try_at(s, what, &id, scan.place) < 0)
				s->failed++;
		scan_close(&scan);
	}
	scan_drop_empty_slots(s->q, time(NULL));
}
