/* SPDX-License-Identifier: ISC
 *
 * bounce - composes the notices that tell senders what could not be delivered
 *
 * The dispatcher hands over the descriptor of a message; the queue file itself
 * says which recipients have failed, and why. The notices go back as records,
 * and the dispatcher puts them through the door: this program can neither
 * write to the queue nor open anything there.
 */
#include <sysexits.h>

#include "app/app.h"
#include "bounce.h"

int
main(int argc, char **argv)
{
	struct bounce cf;

	app_agent("bounce", argc, argv);
	bounce_init(&cf);
	if (agent_loop(0, bounce_deliver, &cf) < 0)
		app_fatal(EX_TEMPFAIL, "the dispatcher cannot be understood");
	return 0;
}
