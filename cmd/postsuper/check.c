/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "postsuper.h"
#include "queue/qfile.h"
#include "queue/scan.h"
#include "sys/dir.h"
#include "sys/lock.h"
#include "sys/log.h"

enum { ABANDONED = 3600 };	/* seconds after which nobody writes it any more */

static bool
is_old(const struct super *s, const struct stat *st)
{
	struct stat now;

	/* the file system's own clock: ours may be another host's */
	return fstat(s->q->fd, &now) == 0 &&
	    futimens(s->q->fd, NULL) == 0 && fstat(s->q->fd, &now) == 0 &&
	    now.st_mtime - st->st_ctime > ABANDONED;
}

static void
set_aside(struct super *s, const struct id *id, struct place p,
    const char *why)
{
	struct place corrupt = { QUEUE_CORRUPT, 0 };

	if (queue_move(s->q, id, p, corrupt) < 0) {
		log_error("%s: %s; cannot set it aside: %s", id->s, why,
		    strerror(errno));
		s->failed++;
	} else {
		log_warn("%s: %s; saved in corrupt/", id->s, why);
	}
}

static void
check_file(struct super *s, const struct id *id, struct place p)
{
	struct qfile f = QFILE_INIT;
	struct why why = WHY_INIT;
	struct buf name = BUF_INIT;
	struct stat st;

	queue_name(&name, p, id);
	int fd = lock_open(s->q->fd, name.s, O_RDWR | O_NONBLOCK, false);
	buf_clear(&name);
	if (fd < 0)
		return;		/* gone, or somebody works on it */
	enum qfile_got got = qfile_load(&f, fd, true, &why);
	if (got == QFILE_DAMAGED) {
		set_aside(s, id, p, why.text.s);
	} else if (got == QFILE_ERROR) {
		log_error("%s: %s", id->s, why.text.s);
		s->failed++;
	} else if (got == QFILE_INCOMPLETE && fstat(f.fd, &st) == 0 &&
	    is_old(s, &st)) {
		queue_unlink(s->q, id, p);
		log_info("%s: was never finished; removed", id->s);
	}
	qfile_close(&f);
	why_clear(&why);
}

static void
name_strangers(const struct super *s, enum queue_state state)
{
	struct dir d;
	struct id id;
	int64_t slot;
	const char *name;

	if (!dir_open(&d, s->q->fd, queue_state_name[state]))
		return;
	while ((name = dir_next(&d)) != NULL)
		if (state == QUEUE_DEFERRED ?
		    !slot_read(span_str(name), &slot) :
		    !id_read(span_str(name), &id))
			log_warn("%s/%s does not belong into the queue",
			    queue_state_name[state], name);
	dir_close(&d);
}

void
super_check(struct super *s, const bool *in)
{
	struct scan scan;
	struct id id;

	for (int state = 0; state < QUEUE_STATES; state++) {
		if (!in[state] || !scan_open(&scan, s->q,
		    (enum queue_state)state))
			continue;
		name_strangers(s, (enum queue_state)state);
		while (state != QUEUE_MAILDROP && state != QUEUE_CORRUPT &&
		    scan_next(&scan, &id))
			check_file(s, &id, scan.place);
		scan_close(&scan);
	}
}
