/* SPDX-License-Identifier: ISC
 *
 * posttrace - says where mail for an address would go, and why
 *
 * It runs the same code as the door, the dispatcher and local, with a listener:
 * what it prints are the decisions themselves, not a second opinion. Nothing is
 * sent, and nothing is written.
 */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "print.h"

struct opts {
	const char *confdir, *sender;
	bool	    json;
};

static void __attribute__((noreturn))
usage(void)
{
	app_fatal(EX_USAGE, "usage: posttrace [-j] [-c config_dir] "
	    "[-f sender] [-o name=value] address...");
}

/* --json and --from are other names of -j and -f. */
static void
short_names(char **argv)
{
	static char json[] = "-j", from[] = "-f";

	for (; *argv != NULL && strcmp(*argv, "--") != 0; argv++)
		if (strcmp(*argv, "--json") == 0)
			*argv = json;
		else if (strcmp(*argv, "--from") == 0)
			*argv = from;
}

static void
parse_opts(struct opts *o, int argc, char **argv)
{
	int c;

	short_names(argv);
	while ((c = getopt(argc, argv, "c:f:jo:")) != -1)
		switch (c) {
		case 'c':
			o->confdir = optarg;
			break;
		case 'f':
			o->sender = optarg;
			break;
		case 'j':
			o->json = true;
			break;
		case 'o':
			app_override(optarg);
			break;
		default:
			usage();
		}
	if (optind >= argc)
		usage();
}

/* What waits is worse than what is returned: it may be a mistake. */
static int
worst(const struct trace *t, int status)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->results[i].outcome, "deferred") == 0)
			status = EX_TEMPFAIL;
		else if (strcmp(t->results[i].outcome, "returned") == 0 &&
		    status == EX_OK)
			status = EX_UNAVAILABLE;
	return status;
}

int
main(int argc, char **argv)
{
	struct opts o = { .sender = "" };
	struct trace t;
	int status = EX_OK;

	app_start("posttrace");
	parse_opts(&o, argc, argv);
	app_config(o.confdir);
	trace_open(&t);
	if (!trace_sender(&t, o.sender))
		app_fatal(EX_USAGE, "%s: not an address", o.sender);
	for (int i = optind; i < argc; i++) {
		trace_rcpt(&t, argv[i]);
		if (o.json)
			print_json(&t);
		else
			print_text(&t);
		status = worst(&t, status);
	}
	trace_close(&t);
	return app_exit(status);
}
