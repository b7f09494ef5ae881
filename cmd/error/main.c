/* SPDX-License-Identifier: ISC
 *
 * error, retry - the transports for mail that shall not be delivered
 *
 * What stands behind "error:" in a table is the reason. As the service retry
 * the same program makes the mail wait.
 */
#include <string.h>
#include <sysexits.h>

#include "agent/loop.h"
#include "app/app.h"
#include "route/transport.h"

static void
deliver(void *arg, const struct request *rq, int fd, struct report *rp)
{
	const bool *retry = arg;
	struct why w = WHY_INIT;

	transport_reason(&w, rq->nexthop, *retry);
	for (size_t i = 0; i < rq->env.nrcpts; i++)
		report_result(rp, i, "none", &w);
	why_clear(&w);
}

int
main(int argc, char **argv)
{
	bool retry = argc > 0 && strcmp(argv[0], "retry") == 0;

	app_agent("error", argc, argv);
	if (agent_loop(0, deliver, &retry) < 0)
		app_fatal(EX_TEMPFAIL, "the dispatcher cannot be understood");
	return EX_OK;
}
