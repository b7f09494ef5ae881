/* SPDX-License-Identifier: ISC
 *
 * postcat - shows the contents of queue files
 *
 * Reads whole files before it trusts them (with the checksum), and prints
 * them record by record, in Postfix's words. It changes nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "conf/param.h"
#include "postcat.h"
#include "queue/layout.h"
#include "sys/log.h"

static const char usage[] =
    "usage: postcat [-bdefhoqrv] [-c config_dir] [-s offset] [file ...]";

struct opts {
	const char	*dir;
	bool		 by_id;
	struct want	 want;
};

static void
parse_opts(struct opts *o, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "bc:defhoqrs:v")) != -1)
		switch (c) {
		case 'b':
			o->want.body = true;
			break;
		case 'c':
			o->dir = optarg;
			break;
		case 'd':
		case 'f':
		case 'r':
		case 's':
		case 'v':
			break;		/* nothing is hidden here */
		case 'e':
			o->want.envelope = true;
			break;
		case 'h':
			o->want.header = true;
			break;
		case 'o':
			o->want.offsets = true;
			break;
		case 'q':
			o->by_id = true;
			break;
		default:
			app_fatal(EX_USAGE, "%s", usage);
		}
	if (!o->want.body && !o->want.envelope && !o->want.header)
		o->want.body = o->want.envelope = o->want.header = true;
}

static bool
find(const struct queue *q, const char *name, struct buf *path)
{
	struct place p;
	struct id id;

	if (!id_read(span_str(name), &id)) {
		log_error("bad queue id: %s", name);
		return false;
	}
	if (queue_find(q, &id, &p) < 0) {
		p = (struct place){ QUEUE_MAILDROP, 0 };
		buf_adds(path, q->path);
		buf_addc(path, '/');
		queue_name(path, p, &id);
		if (access(path->s, F_OK) == 0)
			return true;
		log_error("%s: no such message in %s", name, q->path);
		return false;
	}
	buf_addf(path, "%s/", q->path);
	queue_name(path, p, &id);
	return true;
}

static bool
show_named(const struct opts *o, const struct queue *q, const char *name)
{
	struct buf path = BUF_INIT;
	bool ok = true;

	if (o->by_id)
		ok = find(q, name, &path);
	else
		buf_adds(&path, name);
	/* as Postfix names it: relative to the queue directory */
	struct span title = buf_span(&path);
	if (o->by_id)
		title = span_from(title, strlen(q->path) + 1);
	if (ok)
		ok = show_file(path.s, title, &o->want);
	buf_clear(&path);
	return ok;
}

int
main(int argc, char **argv)
{
	struct opts o = { .dir = NULL };
	struct queue q = { .fd = -1 };
	int status = EX_OK;

	app_start("postcat");
	parse_opts(&o, argc, argv);
	app_config(o.dir);
	log_to_stderr(true);
	if (o.by_id && !queue_open(&q, param_str(P_queue_directory)))
		app_fatal(EX_UNAVAILABLE, "queue directory %s: %s",
		    param_str(P_queue_directory), strerror(errno));
	if (optind == argc) {
		if (o.by_id)
			app_fatal(EX_USAGE, "%s", usage);
		if (!show_fd(0, SPAN("stdin"), &o.want))
			status = EX_DATAERR;
	}
	for (int i = optind; i < argc; i++)
		if (!show_named(&o, &q, argv[i]))
			status = 1;
	queue_close(&q);
	return app_exit(status);
}
