/* SPDX-License-Identifier: ISC */
#include "opts.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"

enum { EVERY_MAX = 86400 };

static const char usage_text[] =
    "usage: runq [-fnvw] [-c dir] [--cron] [--loop seconds] [ID ...]\n";

static void __attribute__((noreturn))
usage(void)
{
	fputs(usage_text, stderr);
	exit(EX_USAGE);
}

static void __attribute__((noreturn))
help(void)
{
	fputs(usage_text, stdout);
	fputs("Delivers the mail that is due: new mail, and deferred mail whose "
	    "time has come.\n"
	    "  -f          deliver all deferred mail now\n"
	    "  ID ...      deliver these deferred messages now\n"
	    "  -w          stay: deliver as mail comes in\n"
	    "  --loop N    stay: look at least every N seconds\n"
	    "  --cron      end at once when another run is under way\n"
	    "  -n          only show what would be delivered\n"
	    "  -v          say what became of each recipient\n"
	    "  -c dir      configuration directory\n", stdout);
	exit(fflush(stdout) == 0 ? EX_OK : EX_IOERR);
}

/* The words after "--"; getopt knows only letters. */
static bool
long_option(struct opts *o, const char *word, char *const *argv, int argc)
{
	if (span_is(span_str(word), "cron"))
		o->cron = true;
	else if (span_is(span_str(word), "help"))
		help();
	else if (span_is(span_str(word), "loop") && optind < argc &&
	    num_int(span_str(argv[optind]), 1, EVERY_MAX, &o->every)) {
		o->watch = true;
		optind++;
	} else
		return false;
	return true;
}

static void
take_ids(struct opts *o, char *const *argv, int n)
{
	o->ids = mem_array((size_t)n, sizeof(*o->ids));
	for (int i = 0; i < n; i++)
		if (!id_read(span_str(argv[i]), &o->ids[o->nids++])) {
			fprintf(stderr, "runq: %s: not a queue id\n", argv[i]);
			exit(EX_USAGE);
		}
}

void
opts_parse(struct opts *o, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "c:fhnvw-:")) != -1)
		switch (c) {
		case 'c':
			o->confdir = optarg;
			break;
		case 'f':
			o->flush = true;
			break;
		case 'h':
			help();
		case 'n':
			o->dry = true;
			break;
		case 'v':
			o->verbose = true;
			break;
		case 'w':
			o->watch = true;
			break;
		case '-':
			if (long_option(o, optarg, argv, argc))
				break;
			usage();
		default:
			usage();
		}
	take_ids(o, argv + optind, argc - optind);
}
