/* SPDX-License-Identifier: ISC */
#include "dry.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/stamp.h"
#include "conf/param.h"
#include "queue/scan.h"
#include "sys/log.h"

static bool
list(struct scan *s, bool opened)
{
	struct id id;

	if (!opened)
		return false;
	while (scan_next(s, &id))
		printf("%s %s\n", id.s, queue_state_name[s->place.state]);
	bool ok = s->error == 0;
	scan_close(s);
	return ok;
}

int
dry_run(void)
{
	static const enum queue_state now[] = { QUEUE_MAILDROP,
	    QUEUE_INCOMING, QUEUE_ACTIVE };
	int64_t sec = stamp_now().sec;
	struct queue q;
	struct scan s;
	bool ok = queue_open(&q, param_str(P_queue_directory));

	for (size_t i = 0; ok && i < sizeof(now) / sizeof(now[0]); i++)
		ok = list(&s, scan_open(&s, &q, now[i]));
	if (ok)
		ok = list(&s, scan_open_due(&s, &q, sec,
		    sec + param_time(P_maximal_backoff_time) + 61));
	if (!ok)
		log_fatal("read %s: %s", param_str(P_queue_directory),
		    strerror(errno));
	queue_close(&q);
	return ok ? EX_OK : EX_TEMPFAIL;
}
