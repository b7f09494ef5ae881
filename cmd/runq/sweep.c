/* SPDX-License-Identifier: ISC */
#include "sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "sys/io.h"
#include "sys/log.h"

enum { OLD = 3600 };		/* seconds */

static const char clock_name[] = "pid/runq.clock";

/* A time stamp of a file of our own, set by the file system itself, which may
 * be another host's. */
bool
sweep_clock(const struct queue *q, struct timespec *now)
{
	struct stat st;
	int fd = openat(q->fd, clock_name, O_WRONLY | O_CREAT | O_CLOEXEC |
	    O_NOFOLLOW, 0600);
	bool ok = fd >= 0 && futimens(fd, NULL) == 0 && fstat(fd, &st) == 0;

	io_close(&fd);
	if (ok)
		*now = st.st_mtim;
	return ok;
}

void
sweep_incomplete(const struct queue *q, const struct id *id, struct place p,
    int fd)
{
	struct timespec now;
	struct stat st;

	if (fstat(fd, &st) < 0 || !sweep_clock(q, &now) ||
	    now.tv_sec - st.st_mtim.tv_sec < OLD)
		return;
	if (queue_unlink(q, id, p) == 0)
		log_info("%s: removed: its sender never finished it "
		    "(%s/%s)", id->s, queue_state_name[p.state], id->s);
	else if (errno != ENOENT)
		log_warn("%s: remove unfinished file: %s", id->s,
		    strerror(errno));
}

void
sweep_damaged(const struct queue *q, const struct id *id, struct place p,
    const char *why)
{
	static const struct place corrupt = { QUEUE_CORRUPT, 0 };

	if (queue_move(q, id, p, corrupt) == 0)
		log_warn("%s: moved from %s to corrupt: %s", id->s,
		    queue_state_name[p.state], why);
	else
		log_error("%s: damaged (%s), but cannot be moved to corrupt: "
		    "%s", id->s, why, strerror(errno));
}
