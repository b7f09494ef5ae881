/* SPDX-License-Identifier: ISC
 *
 * runq - delivers the mail that is due
 *
 * The one dispatcher: it moves messages between the states of the queue, hands
 * their recipients to delivery agents, and marks what became of them. Nothing
 * else does. There is one run at a time; who comes second leaves a wish with
 * the first. What it costs grows with the mail that is due, not with what
 * waits.
 */
#include <sysexits.h>

#include "app/app.h"
#include "dispatch.h"
#include "dry.h"
#include "launch.h"
#include "renew.h"

int
main(int argc, char **argv)
{
	struct opts o = { .confdir = NULL };

	app_start("runq");
	opts_parse(&o, argc, argv);
	app_config(o.confdir);
	if (o.dry)
		return app_exit(dry_run());
	int status = launch(&o, dispatch);
	if (status == RENEW_STATUS)
		renew_start(argv);
	return app_exit(status == RENEW_STATUS ? EX_TEMPFAIL : status);
}
