/* SPDX-License-Identifier: ISC */
#include "background.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "base/mem.h"
#include "conf/param.h"
#include "queue/wake.h"
#include "sys/env.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/proc.h"

static bool
is_owner(void)
{
	struct user owner = USER_INIT;
	bool is = user_by_name(&owner, param_str(P_mail_owner)) ==
	    USER_FOUND && owner.uid == geteuid();

	user_clear(&owner);
	return is;
}

static bool
nobody_listens(void)
{
	struct queue q;

	if (!queue_open(&q, param_str(P_queue_directory)))
		return false;
	bool is = wake_run(&q) < 0 && (errno == ENXIO || errno == ENOENT);
	queue_close(&q);
	return is;
}

/* The run goes on when we, and perhaps our terminal, are gone. */
static void
start(void)
{
	static char name[] = "runq", cron[] = "--cron";
	char *argv[] = { name, cron, NULL }, *path = app_command("runq");
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct proc_fd fds[] = { { null, 0 }, { null, 1 }, { null, 2 } };
	struct proc p = { .path = path, .argv = argv, .dir = "/", .fds = fds,
	    .nfds = 3, .own_group = true, .umask = 022 };

	if (null < 0)
		return;
	if (proc_start(&p) < 0)
		log_warn("cannot run %s: the message waits for the next queue "
		    "run", path);
	io_close(&null);
	free(path);
}

void
background_run(void)
{
	if (is_owner() && nobody_listens()) {
		env_clean();
		start();
	}
}
