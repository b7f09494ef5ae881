/* SPDX-License-Identifier: ISC
 *
 * postconf - shows, explains, checks and edits main.cf and master.cf
 *
 * Everything about a parameter comes from libcommon/conf/params.def. Files are
 * edited line by line, so that what a person wrote between the settings stays,
 * under a lock on the file itself, and replaced in one step.
 */
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "app/mynetworks.h"
#include "base/mem.h"
#include "conf/value.h"
#include "sys/log.h"
#include "tasks.h"

static const char usage[] = "usage: postconf [-deEfhHjnopqvxX#] [-c config_dir]"
    " [-C class,...] [-o name=value] [-M | -F | -P] [name | name=value ...]"
    " | -a | -A | -b | -l | -m | -t | -T mode | --check | --explain name"
    " | --completion shell";

enum { FAILURE = 1 };

static void
one_about(struct opts *o, enum about about)
{
	if (o->about != ABOUT_MAIN && o->about != about)
		app_fatal(FAILURE, "specify one of -a, -A, -b, -F, -l, -m, -M, "
		    "-P, -t, -T");
	o->about = about;
}

static void
one_action(struct opts *o, enum action action)
{
	if (o->action != ACT_SHOW && o->action != action)
		app_fatal(FAILURE, "specify one of -e, -X, -#");
	o->action = action;
}

static unsigned
classes(const char *text)
{
	struct span list = span_str(text), item;
	unsigned c = 0;

	while (value_item(&list, &item))
		if (span_caseis(item, "builtin"))
			c |= CLASS_BUILTIN;
		else if (span_caseis(item, "service"))
			c |= CLASS_SERVICE;
		else if (span_caseis(item, "user"))
			c |= CLASS_USER;
		else if (span_caseis(item, "all"))
			c |= CLASS_ALL;
		else
			app_fatal(FAILURE, "unknown -C option value \"%.*s\" in "
			    "\"%s\"", SPAN_FMT(item), text);
	return c;
}

static void
take_letter(struct opts *o, int c, char **overrides)
{
	switch (c) {
	case 'a': case 'A': case 'b': case 'l': case 'm': case 't':
		one_about(o, ABOUT_LIST);
		o->list = (char)c;
		break;
	case 'T':
		one_about(o, ABOUT_LIST);
		o->list = 'T';
		o->mode = optarg;
		break;
	case 'M':	one_about(o, ABOUT_SERVICES); break;
	case 'F':	one_about(o, ABOUT_FIELDS); break;
	case 'P':
		o->unset_too = o->about == ABOUT_OPTIONS;
		one_about(o, ABOUT_OPTIONS);
		break;
	case 'c':	o->dir = optarg; break;
	case 'C':	o->classes = classes(optarg); break;
	case 'd':	o->defaults = true; break;
	case 'e':	one_action(o, ACT_EDIT); break;
	case 'X':	one_action(o, ACT_REMOVE); break;
	case '#':	one_action(o, ACT_COMMENT); break;
	case 'f':	o->fold = true; break;
	case 'h':	o->hide_name = true; break;
	case 'H':	o->hide_value = true; break;
	case 'j':	o->json = true; break;
	case 'n':	o->explicit_only = true; break;
	case 'o':	*overrides = optarg; break;
	case 'p':	case 'v': break;
	case 'q':	o->quiet = true; break;
	case 'x':	o->expand = true; break;
	default:	app_fatal(FAILURE, "%s", usage);
	}
}

static const struct {
	const char *word;
	enum about  about;
} words[] = {
	{ "--check", ABOUT_CHECK }, { "--explain", ABOUT_EXPLAIN },
	{ "--completion", ABOUT_COMPLETION }, { "--from-env", ABOUT_FROM_ENV },
	{ "--null-client", ABOUT_NULL_CLIENT }, { "--json", ABOUT_MAIN },
};

static bool
is_word(struct opts *o, const char *arg)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(arg, words[i].word) == 0) {
			if (words[i].about == ABOUT_MAIN)
				o->json = true;
			else
				o->about = words[i].about;
			return true;
		}
	return false;
}

/* Takes the long options out, up to a --; the rest is for getopt. */
static int
take_words(struct opts *o, int argc, char **argv)
{
	int n = 0;
	bool taking = true;

	for (int i = 0; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0)
			taking = false;
		if (i == 0 || !taking || !is_word(o, argv[i]))
			argv[n++] = argv[i];
	}
	argv[n] = NULL;
	return n;
}

static void
refuse(const struct opts *o)
{
	if (o->defaults && o->explicit_only)
		app_fatal(FAILURE, "specify one of -d -n");
	if (o->hide_name && o->hide_value)
		app_fatal(FAILURE, "specify one of -h -H");
	if ((o->about == ABOUT_SERVICES || o->about == ABOUT_FIELDS ||
	    o->about == ABOUT_OPTIONS) && (o->defaults || o->explicit_only))
		app_fatal(FAILURE, "with option -%c, do not specify -%c",
		    o->about == ABOUT_SERVICES ? 'M' :
		    o->about == ABOUT_FIELDS ? 'F' : 'P',
		    o->defaults ? 'd' : 'n');
	if (o->about == ABOUT_SERVICES && (o->hide_name || o->hide_value))
		app_fatal(FAILURE, "with option -M, do not specify -%c",
		    o->hide_name ? 'h' : 'H');
}

static void
parse_opts(struct opts *o, int argc, char **argv)
{
	char **overrides = mem_array((size_t)argc + 1, sizeof(*overrides));
	size_t n = 0;
	int c;

	o->overrides = overrides;
	o->classes = CLASS_ALL;
	argc = take_words(o, argc, argv);
	while ((c = getopt(argc, argv, "aAbc:C:deFfhHjlmMno:pPqtT:vxX#")) != -1) {
		take_letter(o, c, &overrides[n]);
		if (c == 'o')
			n++;
	}
	o->args = argv + optind;
	o->nargs = (size_t)(argc - optind);
	for (size_t i = 0; i < o->nargs && o->action == ACT_SHOW &&
	    o->about <= ABOUT_OPTIONS; i++)
		if (strchr(o->args[i], '=') != NULL)
			o->action = ACT_EDIT;
	refuse(o);
}

static void __attribute__((noreturn))
bad_value(const char *text)
{
	app_fatal(FAILURE, "%s", text);
}

int
main(int argc, char **argv)
{
	struct opts o = { .about = ABOUT_MAIN };

	app_start("postconf");
	param_on_bad(bad_value);
	param_on_default(P_mynetworks, mynetworks_default);
	parse_opts(&o, argc, argv);
	return app_exit(task_of(&o)(&o));
}
