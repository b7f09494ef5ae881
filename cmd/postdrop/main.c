/* SPDX-License-Identifier: ISC
 *
 * postdrop - takes one message from its caller and leaves it in maildrop/
 *
 * The only program by which ordinary users add to the queue, set-gid to the
 * group that may. So it is small, opens nothing that its caller names, and
 * believes its caller only about the caller's own message.
 */
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "agent/listing.h"
#include "app/allowed.h"
#include "app/app.h"
#include "conf/param.h"
#include "sys/env.h"
#include "sys/log.h"
#include "take.h"

static const char usage[] =
    "usage: postdrop [-c config_dir] [-rv] < submission, or postdrop -l";

struct opts {
	const char *confdir;
	bool	    list;
};

static void
parse_opts(struct opts *o, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "c:lrv")) != -1)
		switch (c) {
		case 'c':
			o->confdir = optarg;
			break;
		case 'l':
			o->list = true;
			break;
		case 'r':	/* the stream is all that we speak */
		case 'v':
			break;
		default:
			app_fatal(EX_USAGE, "%s", usage);
		}
	if (optind != argc || argc == 0)
		app_fatal(EX_USAGE, "%s", usage);
}

/* The caller may have lowered the soft limit for files of his own. */
static void
raise_file_limit(void)
{
	struct rlimit rl;

	if (getrlimit(RLIMIT_FSIZE, &rl) == 0 && rl.rlim_cur != rl.rlim_max) {
		rl.rlim_cur = rl.rlim_max;
		setrlimit(RLIMIT_FSIZE, &rl);
	}
}

/* For postqueue, which may not look into maildrop: envelopes, no content. */
static int
list(const struct queue *q)
{
	struct channel to;
	int status = EX_OK;

	channel_init(&to, -1, 1);
	if ((listing_send(&to, q, QUEUE_MAILDROP) < 0 ||
	    channel_flush(&to) < 0) && errno != EPIPE) {
		log_error("list maildrop: %s", strerror(errno));
		status = EX_IOERR;
	}
	channel_clear(&to);
	return status;
}

int
main(int argc, char **argv)
{
	struct opts o = { .confdir = NULL };
	struct queue q;

	app_start("postdrop");
	umask(022);	/* the queue's owner reads what we leave */
	env_clean();
	parse_opts(&o, argc, argv);
	app_config(o.confdir);
	if (o.list)
		app_require_allowed(P_authorized_mailq_users,
		    "view the mail queue");
	else
		app_require_allowed(P_authorized_submit_users, "submit mail");
	raise_file_limit();
	if (!queue_open(&q, param_str(P_queue_directory)))
		app_fatal(EX_UNAVAILABLE, "cannot open queue directory %s",
		    param_str(P_queue_directory));
	int status = o.list ? list(&q) : take(&q);
	queue_close(&q);
	return app_exit(status);
}
