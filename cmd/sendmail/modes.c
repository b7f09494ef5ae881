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
		app_fatal(EX_UNAVAILABLE, "-bv is not available: posttrace(1) "
		    "shows where an address goes");
	default:
		_exit(EX_OK);
	}
}
