/* SPDX-License-Identifier: ISC
 *
 * discard - the transport that throws mail away and says that it was delivered
 *
 * What stands behind "discard:" in a table is the reason for the log.
 */
#include <sysexits.h>

#include "agent/loop.h"
#include "app/app.h"
#include "wire/dsn.h"

static void
discard(void *arg, const struct request *rq, int fd, struct report *rp)
{
	struct span reason = rq->nexthop;
	struct why w = WHY_INIT;
	char code[DSN_SIZE];

	if (!dsn_take(&reason, code) || code[0] != '2')
		memcpy(code, "2.0.0", sizeof("2.0.0"));
	why_set(&w, OUT_OK, span_str(code), reason);
	for (size_t i = 0; i < rq->env.nrcpts; i++)
		report_result(rp, i, "none", &w);
	why_clear(&w);
}

int
main(int argc, char **argv)
{
	app_agent("discard", argc, argv);
	if (agent_loop(0, discard, NULL) < 0)
		app_fatal(EX_TEMPFAIL, "the dispatcher cannot be understood");
	return EX_OK;
}
