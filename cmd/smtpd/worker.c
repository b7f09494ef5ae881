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
#include "sys/io.h"
#include "sys/log.h"
#include "sys/priv.h"

/* Only root can become somebody else; any other user stays what he is. */
static void
drop_rights(void)
{
	struct user u = USER_INIT;

	if (geteuid() != 0 || app_single_user())
		return;
	if (user_by_name(&u, param_str(P_net_owner)) != USER_FOUND)
		app_fatal(EX_CONFIG, "net_owner %s: no such user",
		    param_str(P_net_owner));
	if (priv_become(&u, false) < 0)
		app_fatal(EX_OSERR, "cannot become %s: %s",
		    param_str(P_net_owner), strerror(errno));
	user_clear(&u);
}

void
worker_run(const struct settings *set, struct lists *lists, int in, int out,
    const struct peer *p, int monitor)
{
	struct conn c;

	alarm((unsigned)param_time(P_daemon_timeout));
	lists_complete(lists);
	drop_rights();
	io_nonblock(in, true);
	io_nonblock(out, true);
	peer_nodelay(out);
	conn_init(&c, set, lists, in, out);
	door_init(&c.door, monitor);
	conn_identify(&c, p);
	session_run(&c);
	conn_clear(&c);
	exit(EX_OK);
}

void
worker_stand_alone(const struct settings *set, struct lists *lists)
{
	struct conn c;
	struct peer p = { .family = AF_UNIX };

	conn_init(&c, set, lists, STDIN_FILENO, STDOUT_FILENO);
	door_init(&c.door, -1);
	c.stand_alone = true;
	conn_identify(&c, &p);
	session_run(&c);
	bool cut = c.reason != NULL;
	conn_clear(&c);
	exit(cut ? EX_TEMPFAIL : EX_OK);
}
