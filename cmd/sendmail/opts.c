/* SPDX-License-Identifier: ISC */
#include "opts.h"

#include <stddef.h>
#include <string.h>
#include <sysexits.h>

#include "app/app.h"
#include "base/ascii.h"
#include "queue/envelope.h"
#include "wire/dsn.h"

static void
set_body(struct opts *o, const char *arg)
{
	if (strcmp(arg, "7BIT") == 0)
		o->encoding = "7bit";
	else if (strcmp(arg, "8BITMIME") == 0)
		o->encoding = "8bit";
	else
		app_fatal(EX_USAGE, "-B %s: must be 7BIT or 8BITMIME", arg);
}

static void
set_config(struct opts *o, const char *arg)
{
	o->confdir = arg;
}

static void
set_full_name(struct opts *o, const char *arg)
{
	o->full_name = arg;
}

static void
set_gateway(struct opts *o, const char *arg)
{
	o->gateway = true;
}

static void
set_aliases(struct opts *o, const char *arg)
{
	o->mode = MODE_ALIASES;
}

static void
set_notify(struct opts *o, const char *arg)
{
	if (!notify_read(span_str(arg), &o->notify) || o->notify == 0)
		app_fatal(EX_USAGE, "-N %s: must be never, or a list of "
		    "failure, delay and success", arg);
}

static void
set_option(struct opts *o, const char *arg)
{
	struct span value = span_str(arg), name;

	if (span_split(&value, '=', &name) && span_caseis(name, "smtputf8"))
		o->smtputf8 = span_caseis(value, "yes");
}

static void
set_return(struct opts *o, const char *arg)
{
	enum dsn_ret ret = DSN_RET_NONE;

	if (!dsn_ret(span_str(arg), &ret) || ret == DSN_RET_NONE)
		app_fatal(EX_USAGE, "-R %s: must be hdrs or full", arg);
	o->ret = ret == DSN_RET_FULL ? "full" : "hdrs";
}

static void
set_envid(struct opts *o, const char *arg)
{
	size_t len = strlen(arg);

	for (size_t i = 0; i < len; i++)
		if (!ascii_print(arg[i]))
			len = 0;
	if (len == 0 || len > DSN_ENVID_MAX)
		app_fatal(EX_USAGE, "-V: must be 1 to 100 printable "
		    "characters");
	if (len == 2 && !ascii_alnum(arg[0]) && !ascii_alnum(arg[1]))
		app_fatal(EX_USAGE, "-V %s: variable envelope return paths "
		    "are not supported", arg);
	o->envid = arg;
}

static void
set_x(struct opts *o, const char *arg)
{
	app_fatal(EX_USAGE, "unsupported: -X%s", arg);
}

static void
set_mode(struct opts *o, const char *arg)
{
	static const char letters[] = "mpisdlvqhH";
	static const enum mode modes[] = { MODE_DELIVER, MODE_LIST,
	    MODE_ALIASES, MODE_SMTP, MODE_DAEMON, MODE_DAEMON, MODE_VERIFY,
	    MODE_DELIVER, MODE_NOTHING, MODE_NOTHING };
	const char *at = arg[0] != '\0' ? strchr(letters, arg[0]) : NULL;

	if (at == NULL)
		app_fatal(EX_USAGE, "unsupported: -b%s", arg);
	o->mode = modes[at - letters];
}

static void
set_sender(struct opts *o, const char *arg)
{
	o->sender = arg;
}

static void
set_dot(struct opts *o, const char *arg)
{
	o->dot_is_data = true;
}

/* -oi, -odb, -oAfile; all others are settings of sendmail's own. */
static void
set_old_option(struct opts *o, const char *arg)
{
	switch (arg[0]) {
	case 'A':
		if (arg[1] == '\0')
			app_fatal(EX_USAGE, "-oA requires a file name");
		o->alias_file = arg + 1;
		break;
	case 'd':
		o->background = arg[1] == 'b' || arg[1] == 'i';
		break;
	case 'i':
		o->dot_is_data = true;
		break;
	default:
		break;
	}
}

static void
set_flush(struct opts *o, const char *arg)
{
	if (ascii_digit(arg[0])) {
		/* an interval; whoever runs the queue has his own */
		if (o->mode != MODE_DAEMON)
			o->mode = MODE_NOTHING;
		return;
	}
	o->mode = MODE_FLUSH;
	if (arg[0] == 'I' && arg[1] != '\0')
		o->flush_id = arg + 1;
	else if (arg[0] == 'R' && arg[1] != '\0')
		o->flush_site = arg + 1;
	else if (arg[0] != '\0')
		app_fatal(EX_USAGE, "-q%s: must be -q, -qIid or -qRsite", arg);
}

static void
set_extract(struct opts *o, const char *arg)
{
	o->extract = true;
}

static void
set_verbose(struct opts *o, const char *arg)
{
	o->verbose++;
}

static void
ignore(struct opts *o, const char *arg)
{
}

enum takes { NOTHING, ARG, ATTACHED };	/* attached: -q, -q10m */

static const struct option {
	char		letter;
	enum takes	takes;
	void		(*set)(struct opts *o, const char *arg);
} options[] = {
	{ 'A', ARG,	ignore },
	{ 'B', ARG,	set_body },
	{ 'C', ARG,	set_config },
	{ 'D', NOTHING,	ignore },
	{ 'F', ARG,	set_full_name },
	{ 'G', NOTHING,	set_gateway },
	{ 'I', NOTHING,	set_aliases },
	{ 'L', ARG,	ignore },
	{ 'N', ARG,	set_notify },
	{ 'O', ARG,	set_option },
	{ 'R', ARG,	set_return },
	{ 'U', NOTHING,	ignore },
	{ 'V', ARG,	set_envid },
	{ 'X', ARG,	set_x },
	{ 'b', ARG,	set_mode },
	{ 'c', NOTHING,	ignore },
	{ 'd', ATTACHED, ignore },
	{ 'e', ARG,	ignore },
	{ 'f', ARG,	set_sender },
	{ 'h', ARG,	ignore },
	{ 'i', NOTHING,	set_dot },
	{ 'm', NOTHING,	ignore },
	{ 'n', NOTHING,	ignore },
	{ 'o', ARG,	set_old_option },
	{ 'p', ARG,	ignore },
	{ 'q', ATTACHED, set_flush },
	{ 'r', ARG,	set_sender },
	{ 't', NOTHING,	set_extract },
	{ 'v', NOTHING,	set_verbose },
	{ 'x', NOTHING,	ignore },
};

static const struct option *
find(char letter)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (options[i].letter == letter)
			return &options[i];
	app_fatal(EX_USAGE, "unknown option: -%c (usage: sendmail [options] "
	    "[recipient ...] < message)", letter);
}

/* One argument of bundled options; returns where the next one begins. */
static char **
take_argument(struct opts *o, char **argv)
{
	for (const char *at = argv[0] + 1; *at != '\0'; at++) {
		const struct option *opt = find(*at);

		if (opt->takes == NOTHING) {
			opt->set(o, "");
		} else if (opt->takes == ATTACHED || at[1] != '\0') {
			opt->set(o, at + 1);
			return argv + 1;
		} else if (argv[1] == NULL) {
			app_fatal(EX_USAGE, "option -%c requires an argument",
			    *at);
		} else {
			opt->set(o, argv[1]);
			return argv + 2;
		}
	}
	return argv + 1;
}

static void
check(const struct opts *o)
{
	if (o->extract && o->mode != MODE_DELIVER && o->mode != MODE_VERIFY)
		app_fatal(EX_USAGE, "-t can be used only in delivery mode");
	if (o->mode == MODE_VERIFY &&
	    (o->extract || o->notify != 0 || o->ret[0] != '\0'))
		app_fatal(EX_USAGE, "-t, -N and -R cannot be used with -bv");
	if (o->rcpts[0] != NULL && (o->mode == MODE_LIST ||
	    o->mode == MODE_ALIASES || o->mode == MODE_SMTP ||
	    o->mode == MODE_FLUSH || o->mode == MODE_DAEMON))
		app_fatal(EX_USAGE, "this mode takes no recipient: %s",
		    o->rcpts[0]);
}

void
opts_parse(struct opts *o, char **argv)
{
	*o = (struct opts){ .mode = MODE_DELIVER, .encoding = "", .ret = "",
	    .envid = "" };
	if (argv[0] != NULL)
		argv++;
	while (argv[0] != NULL && argv[0][0] == '-' && argv[0][1] != '\0') {
		if (strcmp(argv[0], "--") == 0) {
			argv++;
			break;
		}
		argv = take_argument(o, argv);
	}
	o->rcpts = argv;
	check(o);
}
