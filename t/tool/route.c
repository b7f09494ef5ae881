/* SPDX-License-Identifier: ISC
 *
 * route - where the addresses on standard input go
 *
 * route [-mq] [-f SENDER] [-o NAME=VALUE]...
 *
 * One address in internal form a line. Prints for each a line: transport, next
 * hop, recipient, class, and "routed" when its local part names another route,
 * with | between them; or "error" for what is no address, "fail" for what
 * cannot be found out. With -m the door comes first, as it rewrites and expands
 * recipients, and for users of this host their aliases are asked. With -q
 * nothing is printed: for measuring.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "msg/address.h"
#include "route/mapping.h"
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

struct all {
	struct router	r;
	struct mapping	m;
	struct maps    *aliases;
	struct route	found;
	struct span	sender;
	bool		map, quiet;
};

static void
route(struct all *a, struct span addr)
{
	enum out out = router_find(&a->r, a->sender, addr, &a->found, NULL,
	    NULL);
	struct buf value = BUF_INIT;
	struct span local, domain;

	if (a->map && out == OUT_OK &&
	    strcmp(a->found.hop.transport.s, "local") == 0) {
		address_split(buf_span(&a->found.rcpt.addr), &local, &domain);
		maps_get(a->aliases, local, &value, NULL);
		buf_clear(&value);
	}
	if (!a->quiet)
		show(out, &a->found);
}

static void
map(struct all *a, struct span line)
{
	struct addrs to = ADDRS_INIT;
	struct buf addr = BUF_INIT;

	buf_set(&addr, line);
	if (mapping_address(&a->m, USE_ENVELOPE_RCPT, REWRITE_LOCAL, &addr,
	    NULL, NULL) == OUT_OK &&
	    mapping_expand(&a->m, buf_span(&addr), &to, NULL, NULL) == OUT_OK)
		for (size_t i = 0; i < to.n; i++)
			route(a, addrs_get(&to, i));
	else if (!a->quiet)
		puts("fail");
	addrs_clear(&to);
	buf_clear(&addr);
}

int
main(int argc, char **argv)
{
	struct all a = { .found = ROUTE_INIT, .sender = SPAN("") };
	struct buf in = BUF_INIT;
	struct span rest, line;
	int c;

	app_start("route");
	while ((c = getopt(argc, argv, "f:mo:q")) != -1)
		if (c == 'f')
			a.sender = span_str(optarg);
		else if (c == 'm')
			a.map = true;
		else if (c == 'o')
			app_override(optarg);
		else if (c == 'q')
			a.quiet = true;
		else
			return 64;
	app_config(NULL);
	while (io_read(0, &in, 65536) > 0)
		;
	rest = buf_span(&in);
	router_open(&a.r);
	a.aliases = maps_open(span_str(param_str(P_alias_maps)),
	    TABLE_FOLD | TABLE_ALIAS);
	mapping_read(&a.m);
	mapping_prepare(&a.m);
	mapping_complete(&a.m);
	while (rest.len > 0 && span_split(&rest, '\n', &line))
		if (a.map)
			map(&a, line);
		else
			route(&a, line);
	mapping_close(&a.m);
	maps_close(a.aliases);
	router_close(&a.r);
	route_clear(&a.found);
	buf_clear(&in);
	return app_exit(0);
}
