/* SPDX-License-Identifier: ISC
 *
 * mailq - lists the mail queue: postqueue -p under the name that people know
 */
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"

int
main(int argc, char **argv)
{
	const char *dir = NULL;
	int c;

	app_start("mailq");
	while ((c = getopt(argc, argv, "C:v")) != -1)
		switch (c) {
		case 'C':
			dir = optarg;
			break;
		case 'v':
			break;
		default:
			app_fatal(EX_USAGE, "usage: mailq [-C config_dir]");
		}
	app_config(dir);
	char *path = app_command("postqueue");
	char p[] = "-p", opt_c[] = "-c", name[] = "postqueue";
	char *plain[] = { name, p, NULL };
	char *with_dir[] = { name, opt_c, argv[0], p, NULL };
	if (dir != NULL)
		with_dir[2] = (char *)(size_t)dir;
	execv(path, dir != NULL ? with_dir : plain);
	app_fatal(EX_UNAVAILABLE, "cannot run %s: is it installed?", path);
}
