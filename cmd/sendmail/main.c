/* SPDX-License-Identifier: ISC
 *
 * sendmail - the program that programs run to send mail
 *
 * It has no rights of its own: it reads the message, finds out to whom it
 * goes, and hands it to postdrop. Its exit status is a promise: 0 only when the
 * message is on stable storage.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "background.h"
#include "base/mem.h"
#include "compose.h"
#include "modes.h"
#include "opts.h"
#include "sys/log.h"

/* -C names the directory, or main.cf in it; programs that we run shall find
 * the same. */
static void
use_config(const char *dir)
{
	if (dir == NULL)
		return;
	struct span s = span_str(dir);
	if (span_ends(s, SPAN("/main.cf")))
		s.len -= sizeof("/main.cf") - 1;
	char *copy = span_dup(s);
	if (setenv("MAIL_CONFIG", copy, 1) < 0)
		app_fatal(EX_OSERR, "cannot set MAIL_CONFIG");
	free(copy);
}

/* What it could do set-uid is more than anybody should be able to. */
static void
drop_setuid(void)
{
	if (geteuid() == getuid())
		return;
	if (setuid(getuid()) < 0 || geteuid() != getuid())
		app_fatal(EX_OSERR, "cannot give up set-uid rights");
	log_warn("the sendmail program is set-uid; run this command as root: "
	    "chmod u-s on it");
}

int
main(int argc, char **argv)
{
	struct opts o;

	app_start("sendmail");
	umask(022);
	drop_setuid();
	opts_parse(&o, argv);
	use_config(o.confdir);
	app_config(NULL);
	if (o.mode != MODE_DELIVER)
		modes_run(&o);
	compose(&o);
	if (o.background)
		background_run();
	return app_exit(EX_OK);
}
