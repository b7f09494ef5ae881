/* SPDX-License-Identifier: ISC
 *
 * newaliases - rebuilds the databases of alias_database with postalias
 */
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "base/mem.h"
#include "conf/param.h"

int
main(int argc, char **argv)
{
	const char *dir = NULL;
	struct span list, spec;
	size_t n = 0;
	int c;

	app_start("newaliases");
	while ((c = getopt(argc, argv, "C:v")) != -1)
		if (c == 'C')
			dir = optarg;
		else if (c != 'v')
			app_fatal(EX_USAGE, "usage: newaliases [-C config_dir]");
	app_config(dir);
	list = span_str(param_str(P_alias_database));
	char **args = mem_array(list.len + 5, sizeof(*args));
	args[n++] = mem_str("postalias");
	args[n++] = mem_str("-c");
	args[n++] = mem_str(app_config_dir());
	args[n++] = mem_str("--");
	while (span_element(&list, &spec))
		args[n++] = span_dup(spec);
	if (n == 4)
		return app_exit(EX_OK);
	char *path = app_command("postalias");
	execv(path, args);
	app_fatal(EX_UNAVAILABLE, "cannot run %s: is it installed?", path);
}
