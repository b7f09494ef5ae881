/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "base/mem.h"
#include "postqueue.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/proc.h"

enum { FLUSH_AT = 65536 };

static const enum queue_state order[] = {
	QUEUE_MAILDROP, QUEUE_ACTIVE, QUEUE_INCOMING, QUEUE_DEFERRED,
	QUEUE_HOLD
};

/* The only part that has the group's rights, and all that it does with them. */
static void __attribute__((noreturn))
reader(const struct queue *q, int out)
{
	struct channel to;
	int status = EX_OK;

	channel_init(&to, -1, out);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (listing_send(&to, q, order[i]) < 0 && errno != EPIPE) {
			log_error("read queue directory %s: %s",
			    queue_state_name[order[i]], strerror(errno));
			status = EX_IOERR;
		}
	if (channel_flush(&to) < 0 && errno != EPIPE)
		status = EX_IOERR;
	_exit(status);
}

pid_t
show_start_reader(const struct queue *q, struct channel *from)
{
	int fd[2];

	if (io_pipe(fd) < 0)
		return -1;
	pid_t pid = fork();
	if (pid == 0)
		reader(q, fd[1]);
	io_close(&fd[1]);
	channel_init(from, fd[0], -1);
	if (priv_drop_setgid() < 0)
		app_fatal(EX_OSERR, "drop group: %s", strerror(errno));
	return pid;
}

/* A postqueue that may not read maildrop asks postdrop, which may. */
static pid_t
start_postdrop(struct channel *from)
{
	char *path = app_command("postdrop");
	char name[] = "postdrop", list[] = "-l", c[] = "-c";
	char *dir = mem_str(app_config_dir());
	char *argv[] = { name, list, c, dir, NULL };
	int fd[2];

	if (io_pipe(fd) < 0)
		return -1;
	struct proc_fd to = { fd[1], 1 };
	struct proc p = { .path = path, .argv = argv, .fds = &to, .nfds = 1,
	    .umask = -1 };
	pid_t pid = proc_start(&p);
	io_close(&fd[1]);
	channel_init(from, fd[0], -1);
	free(path);
	free(dir);
	return pid;
}

static bool
write_out(struct buf *out)
{
	bool ok = io_write(1, buf_span(out)) == 0;

	if (!ok && errno != EPIPE)
		log_error("write standard output: %s", strerror(errno));
	buf_reset(out);
	return ok;
}

struct view {
	struct buf	out;
	struct totals	totals;
	bool		json;
	bool		denied;		/* maildrop is not ours to read */
	bool		gone;		/* nobody reads any more */
	bool		partial;	/* another directory is not, either */
};

static void
note_denied(struct view *v, struct span dir)
{
	if (span_is(dir, queue_state_name[QUEUE_MAILDROP])) {
		v->denied = true;
		return;
	}
	log_error("%.*s: permission denied: is postqueue set-gid to the group "
	    "of mail_owner?", SPAN_FMT(dir));
	v->partial = true;
}

static enum chan_got
show_all(struct view *v, struct channel *from)
{
	struct listing l = LISTING_INIT;
	enum chan_got got = CHAN_OK;
	bool denied;

	while (!v->gone &&
	    (got = listing_get(from, &l, &denied)) == CHAN_OK) {
		if (denied) {
			note_denied(v, l.sender);
			continue;
		}
		if (v->json)
			show_json(&v->out, &l);
		else
			show_table(&v->out, &l, &v->totals);
		v->totals.messages++;
		v->totals.bytes += l.size;
		if (v->out.len >= FLUSH_AT)
			v->gone = !write_out(&v->out);
	}
	listing_clear(&l);
	return got;
}

static int
finish_reader(pid_t pid, struct channel *from)
{
	bool expired;

	io_close(&from->in);
	channel_clear(from);
	int status = pid > 0 ? proc_wait(pid, -1, &expired) : -1;
	return status == 0 ? EX_OK : EX_IOERR;
}

int
show_queue(const struct queue *q, bool json)
{
	struct view v = { .out = BUF_INIT, .json = json };
	struct channel from;
	pid_t pid = show_start_reader(q, &from);

	if (pid < 0)
		app_fatal(EX_OSERR, "start the reader: %s", strerror(errno));
	enum chan_got got = show_all(&v, &from);
	int status = finish_reader(pid, &from);
	if (v.denied && !v.gone) {
		pid = start_postdrop(&from);
		if (pid > 0)
			show_all(&v, &from);
		if (finish_reader(pid, &from) != EX_OK)
			log_warn("mail that was just submitted (maildrop) "
			    "could not be listed");
	}
	if (!v.gone) {
		if (!json)
			show_table_end(&v.out, &v.totals);
		write_out(&v.out);
	}
	buf_clear(&v.out);
	if (v.partial)
		return EX_NOPERM;
	return v.gone || got == CHAN_EOF ? status : EX_IOERR;
}
