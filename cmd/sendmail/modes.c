/* SPDX-License-Identifier: ISC */
#include "modes.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "base/mem.h"

static void __attribute__((noreturn))
become(char *path, const char *option, const char *value)
{
	size_t slash = span_rfind(span_str(path), '/');
	char *argv[] = { path + slash + 1,
	    option != NULL ? mem_str(option) : NULL,
	    value != NULL ? mem_str(value) : NULL, NULL };

	execv(path, argv);
	app_fatal(EX_UNAVAILABLE, "cannot run %s: %s", path, strerror(errno));
}

static void __attribute__((noreturn))
flush(const struct opts *o)
{
	char *postqueue = app_command("postqueue");

	if (o->flush_id != NULL)
		become(postqueue, "-i", o->flush_id);
	if (o->flush_site != NULL)
		become(postqueue, "-s", o->flush_site);
	become(postqueue, "-f", NULL);
}

/* What Postfix mails to the sender is printed. */
static void __attribute__((noreturn))
verify(const struct opts *o)
{
	char *path = app_command("posttrace");
	size_t n = 0, most = 0;
	char **argv;

	while (o->rcpts[most] != NULL)
		most++;
	argv = mem_array(most + 7, sizeof(*argv));
	argv[n++] = mem_str("posttrace");
	argv[n++] = mem_str("-c");
	argv[n++] = mem_str(app_config_dir());
	argv[n++] = mem_str("-f");
	argv[n++] = mem_str(o->sender != NULL ? o->sender : "");
	argv[n++] = mem_str("--");
	for (size_t i = 0; i < most; i++)
		argv[n++] = o->rcpts[i];
	execv(path, argv);
	app_fatal(EX_UNAVAILABLE, "cannot run %s: %s", path, strerror(errno));
}

void
modes_run(const struct opts *o)
{
	switch (o->mode) {
	case MODE_LIST:
		become(app_command("postqueue"), "-p", NULL);
	case MODE_ALIASES:
		if (o->alias_file != NULL)
			become(app_command("postalias"), o->alias_file, NULL);
		become(app_command("newaliases"), NULL, NULL);
	case MODE_SMTP:
		become(app_daemon("smtpd"), "-S", NULL);
	case MODE_FLUSH:
		flush(o);
	case MODE_DAEMON:
		app_fatal(EX_USAGE, "there is no daemon to start: mail is "
		    "accepted and delivered on demand (see postfix(1), "
		    "\"postfix start\" and \"postfix start-fg\")");
	case MODE_VERIFY:
		verify(o);
	default:
		_exit(EX_OK);
	}
}
