/* SPDX-License-Identifier: ISC
 *
 * postalias - makes the databases of aliases(5) files, changes and asks them
 *
 * As postmap, but for another format of the source.
 */
#include "app/app.h"
#include "app/maptool.h"

int
main(int argc, char **argv)
{
	struct maptool m = { .program = "postalias", .alias = true, .usage =
	    "usage: postalias [-fijnNoprsuUvw] [--strict] [-c config_dir] "
	    "[-d key] [-q key] [map_type:]file..." };

	app_start(m.program);
	int at = maptool_options(&m, argc, argv);
	return app_exit(maptool_run(&m, argc - at, argv + at));
}
