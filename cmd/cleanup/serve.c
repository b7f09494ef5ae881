/* SPDX-License-Identifier: ISC */
#include "serve.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "agent/door.h"
#include "message.h"
#include "queue/wake.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/signals.h"

enum { PACKET_MAX = 64 };

static void
commit(struct message *m, struct door *d)
{
	if (message_commit(m, &d->fault) != OUT_OK)
		log_warn("%s: %s", m->id.s, m->why.text.s);
	door_answer(d, &m->id, &m->why);
	/* The answer first: whoever asked is waiting for it. */
	if (m->why.out == OUT_OK)
		wake_run(m->q);
	message_forget(m);
}

static int
session(struct message *m, struct door *d)
{
	for (;;)
		switch (door_next(d)) {
		case DOOR_BEGIN:
			message_begin(m, d->text);
			door_id(d, &m->id);
			break;
		case DOOR_FACT:
			if (message_fact(m, d->name, d->text))
				door_id(d, &m->id);
			break;
		case DOOR_RCPT:
			message_rcpt(m, &d->rcpt);
			break;
		case DOOR_CONTENT:
			message_content(m, d->text);
			break;
		case DOOR_COMMIT:
			commit(m, d);
			break;
		case DOOR_FORGET:
			message_forget(m);
			break;
		case DOOR_END:
			return EX_OK;
		case DOOR_LOST:
			return EX_DATAERR;
		}
}

int
serve(const struct settings *set, const struct queue *q, int in, int out,
    bool may_pick_up)
{
	struct message m;
	struct door d;

	message_init(&m, set, q);
	m.may_pick_up = may_pick_up;
	door_init(&d, in, out);
	int status = session(&m, &d);
	message_clear(&m);
	door_clear(&d);
	return status;
}

static void
start_session(const struct settings *set, const struct queue *q, int sock,
    const int fd[2])
{
	pid_t pid = fork();

	if (pid < 0)
		log_warn("fork: %s", strerror(errno));
	if (pid != 0)
		return;		/* the client sees its pipes close */
	close(sock);
	_exit(serve(set, q, fd[0], fd[1], false));
}

int
serve_many(const struct settings *set, const struct queue *q, int sock)
{
	struct buf packet = BUF_INIT;
	int fd[FDPASS_MAX], n;
	ssize_t got;

	signals_ignore(SIGCHLD);	/* nobody waits for sessions */
	while ((got = fdpass_recv(sock, &packet, PACKET_MAX, fd, &n)) > 0) {
		if (n == 2)
			start_session(set, q, sock, fd);
		else
			log_warn("a request for a session brought %d "
			    "descriptors", n);
		for (int i = 0; i < n; i++)
			io_close(&fd[i]);
		buf_reset(&packet);
	}
	buf_clear(&packet);
	if (got < 0)
		log_error("receive descriptors: %s", strerror(errno));
	return got < 0 ? EX_OSERR : EX_OK;
}
