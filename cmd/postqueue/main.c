/* SPDX-License-Identifier: ISC
 *
 * postqueue - lists the queue, and asks for deliveries
 *
 * Set-gid to the group that may read queue files. The process is split at
 * once: a child with the group opens the files and passes on envelopes and
 * reasons, never content; what formats them, and what reads a person's
 * options, has no rights. Asking for a delivery is a record in a FIFO.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/allowed.h"
#include "app/app.h"
#include "postqueue.h"
#include "queue/wake.h"
#include "sys/env.h"
#include "sys/log.h"

static const char usage[] =
    "usage: postqueue [-c config_dir] [-v] -p | -j | -f | -i queue_id | "
    "-s site";

struct opts {
	const char *dir, *arg;
	int	    mode;		/* the letter of what to do; 0: none yet */
};

static void
parse_opts(struct opts *o, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "c:fhi:jps:v")) != -1)
		switch (c) {
		case 'c':
			o->dir = optarg;
			break;
		case 'v':
			break;
		case 'h':
			puts(usage);
			exit(app_exit(EX_OK));
		case 'f': case 'i': case 'j': case 'p': case 's':
			if (o->mode != 0)
				app_fatal(EX_USAGE, "%s", usage);
			o->mode = c;
			o->arg = optarg;
			break;
		default:
			app_fatal(EX_USAGE, "%s", usage);
		}
	if (o->mode == 0 || optind < argc)
		app_fatal(EX_USAGE, "%s", usage);
}

static int
send_request(const struct opts *o, const struct queue *q)
{
	struct id id;

	switch (o->mode) {
	case 'f':
		return wake_flush_all(q);
	case 'i':
		if (!id_read(span_str(o->arg), &id))
			app_fatal(EX_DATAERR, "bad queue id: %s", o->arg);
		return wake_flush_id(q, &id);
	default:
		return wake_flush_site(q, span_str(o->arg));
	}
}

static int
ask_delivery(const struct opts *o, const struct queue *q)
{
	if (send_request(o, q) == 0)
		return EX_OK;
	if (errno != ENXIO && errno != ENOENT)
		app_fatal(EX_TEMPFAIL, "%s/%s: %s", q->path, wake_flush_fifo,
		    strerror(errno));
	app_fatal(EX_UNAVAILABLE, "nothing runs the queue at the moment; the "
	    "next run is cron's, or start one yourself: runq %s",
	    o->mode == 'i' ? o->arg : "-f");
}

int
main(int argc, char **argv)
{
	struct opts o = { .dir = NULL };
	struct queue q;

	app_start("postqueue");
	parse_opts(&o, argc, argv);
	env_clean();
	app_config(o.dir);
	log_to_stderr(true);
	bool shows = o.mode == 'p' || o.mode == 'j';
	app_require_allowed(shows ? P_authorized_mailq_users :
	    P_authorized_flush_users,
	    shows ? "view the mail queue" : "flush the mail queue");
	if (!queue_open(&q, param_str(P_queue_directory)))
		app_fatal(EX_UNAVAILABLE, "queue directory %s: %s",
		    param_str(P_queue_directory), strerror(errno));
	int status = shows ? show_queue(&q, o.mode == 'j') :
	    ask_delivery(&o, &q);
	queue_close(&q);
	return app_exit(status);
}
