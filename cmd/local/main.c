/* SPDX-License-Identifier: ISC
 *
 * local - delivers to the mailboxes of this host's users
 *
 * The parent keeps the user that it was started as (root), looks recipients
 * up, and reads no mail. For each recipient it forks a child, which becomes
 * the recipient before it opens or reads anything. In a private instance there
 * is only one user, and no child.
 */
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "conf/param.h"
#include "local.h"
#include "sys/log.h"

int
main(int argc, char **argv)
{
	struct local cf;
	const char *dir = NULL;
	int c;

	app_start("local");
	while ((c = getopt(argc, argv, "c:o:")) != -1)
		switch (c) {
		case 'c':
			dir = optarg;
			break;
		case 'o':
			app_override(optarg);
			break;
		default:
			app_fatal(EX_USAGE, "usage: local [-c config_dir]"
			    " [-o name=value]");
		}
	app_config(dir);
	local_init(&cf);
	if (agent_loop(0, local_deliver, &cf) < 0)
		app_fatal(EX_TEMPFAIL, "the dispatcher cannot be understood");
	return 0;
}
