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

#include "app/app.h"
#include "local.h"

int
main(int argc, char **argv)
{
	struct local cf;

	app_agent("local", argc, argv);
	local_init(&cf);
	if (agent_loop(0, local_deliver, &cf) < 0)
		app_fatal(EX_TEMPFAIL, "the dispatcher cannot be understood");
	return 0;
}
