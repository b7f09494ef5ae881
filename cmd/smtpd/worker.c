/* SPDX-License-Identifier: ISC */
#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "conf/param.h"
#include "conn.h"
#include "session.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/priv.h"
#include "sys/signals.h"
#include "upstream.h"

struct worker {
	const struct settings *set;
	struct stress	 stress;
	struct lists	*lists;
	struct link	 link;
	struct door	 door;
	struct authlink	 authlink;
};

/* Only root can become somebody else; any other user stays what he is. */
bool
worker_has_rights(void)
{
	return geteuid() == 0 && !app_single_user();
}

static void
serve(struct worker *w, int in, int out, const struct peer *p)
{
	struct peer client = *p, own = { .family = AF_UNSPEC };
	struct conn c;

	alarm((unsigned)param_time(P_daemon_timeout));
	io_nonblock(in, true);
	io_nonblock(out, true);
	peer_nodelay(out);
	peer_own(out, &own);
	bool known = !w->set->haproxy || upstream_read(in,
	    w->set->haproxy_timeout, &client, &own);
	conn_init(&c, stress_settings(&w->stress), w->lists, &w->door, in, out);
	c.stress = &w->stress;
	c.authlink = &w->authlink;
	if (known) {
		conn_identify(&c, &client, &own);
		session_run(&c);
	}
	in = c.io.in;		/* STARTTLS changes them */
	out = c.io.out;
	conn_clear(&c);
	peer_linger(in);
	if (out != in)
		close(out);
	close(in);
	alarm(0);
}

/* Tables that have changed can only be opened with the monitor's rights: a
 * new worker must do that. */
static bool
take_back(struct worker *w, int fd)
{
	if (!lists_changed(w->lists))
		return false;
	fdpass_send(w->link.monitor, span_str(WORKER_BACK), &fd, 1);
	return true;
}

/* The next connection, or false: the monitor wants no more of this worker. */
static bool
next(struct worker *w, int *conn, struct peer *p)
{
	struct buf b = BUF_INIT;
	int fd[FDPASS_MAX], n;
	bool got = false;

	if (fdpass_send(w->link.monitor, span_str(WORKER_IDLE), NULL, 0) < 0)
		return false;
	while (!got) {
		buf_reset(&b);
		if (fdpass_recv(w->link.monitor, &b, WORKER_SAYS_MAX, fd,
		    &n) <= 0)
			break;
		got = n == 1 && span_is(buf_span(&b), WORKER_CONN);
		if (!got)	/* a helper that was not needed in the end */
			link_answer(&w->link, buf_span(&b), fd, n);
	}
	buf_clear(&b);
	if (!got)
		return false;
	*conn = fd[0];
	return peer_of(*conn, p) && !take_back(w, *conn);
}

/* From here on nothing can be started, nor opened for writing. */
static void
enter_sandbox(const struct settings *set, const struct sandbox *box)
{
	if (set->sandbox && sandbox_enter(box) < 0)
		app_fatal(EX_OSERR, "smtpd_sandbox: %s", strerror(errno));
}

void
worker_run(const struct settings *set, struct lists *lists,
    const struct sandbox *box, const struct stress *stress, int in,
    int out, const struct peer *p,
    int monitor, int64_t uses)
{
	struct worker w = { .set = set, .stress = { .calm = set },
	    .lists = lists };
	struct peer other;

	w.stress.word = stress->word;
	link_init(&w.link, monitor);
	door_init(&w.door, DOOR_CLEANUP, &w.link);
	authlink_init(&w.authlink, &w.link);
	lists_complete(lists);
	log_hold();
	app_become(P_net_owner);
	enter_sandbox(set, box);
	serve(&w, in, out, p);
	while (--uses > 0 && next(&w, &in, &other))
		serve(&w, in, in, &other);
	if (uses == 0)
		fdpass_send(monitor, span_str(WORKER_DONE), NULL, 0);
	door_close(&w.door);
	authlink_close(&w.authlink);
	link_close(&w.link);
	exit(EX_OK);
}

void
worker_alone(const struct settings *set, struct lists *lists, int in, int out,
    const struct peer *p)
{
	struct worker w = { .set = set, .stress = { .calm = set },
	    .lists = lists };

	signals_unblock();
	link_init(&w.link, -1);
	door_init(&w.door, DOOR_CLEANUP, &w.link);
	authlink_init(&w.authlink, &w.link);
	lists_complete(lists);
	serve(&w, in, out, p);
	door_close(&w.door);
	authlink_close(&w.authlink);
	link_close(&w.link);
	exit(EX_OK);
}

void
worker_stand_alone(const struct settings *set, struct lists *lists)
{
	struct conn c;
	struct door door;
	struct peer p = { .family = AF_UNIX };

	door_init(&door, DOOR_POSTDROP, NULL);
	conn_init(&c, set, lists, &door, STDIN_FILENO, STDOUT_FILENO);
	c.stand_alone = true;
	conn_identify(&c, &p, &p);
	session_run(&c);
	bool cut = c.reason != NULL;
	conn_clear(&c);
	door_close(&door);
	exit(cut ? EX_TEMPFAIL : EX_OK);
}
