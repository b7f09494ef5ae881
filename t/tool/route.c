/* SPDX-License-Identifier: ISC
 *
 * route - where the addresses on standard input go
 *
 * route [-q] [-f SENDER] [-o NAME=VALUE]...
 *
 * One address in internal form a line. Prints for each a line: transport, next
 * hop, recipient, class, and "routed" when its local part names another route,
 * with | between them; or "error" for what is no address, "fail" for what
 * cannot be found out. With -q nothing: for measuring.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "route/router.h"
#include "sys/io.h"

static void
show(enum out out, const struct route *f)
{
	if (out == OUT_OK)
		printf("%s|%s|%s|%s|%s\n", f->hop.transport.s,
		    f->hop.nexthop.s, f->rcpt.addr.s, class_word(f->rcpt.class),
		    f->rcpt.routed ? "routed" : "");
	else
		puts(out == OUT_PERM ? "error" : "fail");
}

int
main(int argc, char **argv)
{
	struct route found = ROUTE_INIT;
	struct buf in = BUF_INIT;
	struct router r;
	struct span rest, line, sender = SPAN("");
	bool quiet = false;
	int c;

	app_start("route");
	while ((c = getopt(argc, argv, "f:o:q")) != -1)
		if (c == 'f')
			sender = span_str(optarg);
		else if (c == 'o')
			app_override(optarg);
		else if (c == 'q')
			quiet = true;
		else
			return 64;
	app_config(NULL);
	while (io_read(0, &in, 65536) > 0)
		;
	rest = buf_span(&in);
	router_open(&r);
	while (rest.len > 0 && span_split(&rest, '\n', &line)) {
		enum out out = router_find(&r, sender, line, &found, NULL,
		    NULL);

		if (!quiet)
			show(out, &found);
	}
	router_close(&r);
	route_clear(&found);
	buf_clear(&in);
	return app_exit(0);
}
