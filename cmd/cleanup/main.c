/* SPDX-License-Identifier: ISC
 *
 * cleanup - the one door into the queue
 *
 * Whatever is to be delivered comes through here, as a submission stream: from
 * postdrop's files, from smtpd, from programs that make notices. A message is
 * read to its end even when it was refused on the way, so that the client can
 * go on; and it is acknowledged when nothing can take it away any more.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "agent/prefork.h"
#include "app/app.h"
#include "base/mem.h"
#include "conf/param.h"
#include "serve.h"
#include "services.h"

struct opts {
	const char *confdir;
	bool	    many;
	const char **overrides;		/* of -o: they win over master.cf's */
	size_t	    noverrides;
};

static void __attribute__((noreturn))
usage(void)
{
	app_fatal(EX_USAGE, "usage: cleanup [-mv] [-c config_dir] "
	    "[-o name=value]");
}

static void
parse_opts(struct opts *o, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "c:mo:v")) != -1)
		switch (c) {
		case 'c':
			o->confdir = optarg;
			break;
		case 'm':
			o->many = true;
			break;
		case 'o':
			o->overrides = mem_resize(o->overrides,
			    o->noverrides + 1, sizeof(*o->overrides));
			o->overrides[o->noverrides++] = optarg;
			break;
		case 'v':
			break;
		default:
			usage();
		}
	if (optind < argc)
		usage();
}

static void
configure(const struct opts *o)
{
	char *dir = app_find_config(o->confdir);

	services_apply(dir);
	free(dir);
	for (size_t i = 0; i < o->noverrides; i++)
		app_override(o->overrides[i]);
	app_config(o->confdir);
}

int
main(int argc, char **argv)
{
	static const int keep[] = { PREFORK_FD, -1 };
	struct opts o = { .many = false };
	struct settings set;
	struct mapping mapping;
	struct queue q;

	app_start_with("cleanup", keep);
	umask(027);
	parse_opts(&o, argc, argv);
	if (!o.many)
		close(PREFORK_FD);	/* before anything else gets it */
	configure(&o);
	app_become(P_mail_owner);
	settings_read(&set, &mapping);
	if (!queue_open(&q, param_str(P_queue_directory)))
		app_fatal(EX_TEMPFAIL, "cannot open queue directory %s",
		    param_str(P_queue_directory));
	if (o.many)
		return app_exit(serve_many(&set, &q, PREFORK_FD));
	return app_exit(serve(&set, &q, 0, 1, true));
}
