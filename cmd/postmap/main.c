/* SPDX-License-Identifier: ISC
 *
 * postmap - makes lookup tables, changes them, and asks them
 *
 * The new file grows beside the old one and replaces it when it is whole and
 * on disk. Root gives up its rights before it reads a source that belongs to
 * somebody else.
 */
#include "app/app.h"
#include "app/maptool.h"

int
main(int argc, char **argv)
{
	struct maptool m = { .program = "postmap", .usage =
	    "usage: postmap [-bfFhijmnNoprsuUvw] [--strict] [-c config_dir] "
	    "[-d key] [-q key] [map_type:]file..." };

	app_start(m.program);
	int at = maptool_options(&m, argc, argv);
	return app_exit(maptool_run(&m, argc - at, argv + at));
}
