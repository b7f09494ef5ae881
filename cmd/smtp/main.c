/* SPDX-License-Identifier: ISC
 *
 * smtp - delivers to other hosts, by SMTP or, under the name lmtp, by LMTP
 *
 * A delivery agent: it is given one message after another, finds the hosts of
 * the next hop, and talks to them in turn until each recipient has an outcome.
 * A session is kept for the next message to the same place. Tables (that of
 * passwords may be root's alone) are opened with the rights it is started with;
 * then it has none, and reads of the queue the one message that it was handed.
 */
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "agent/helpers.h"
#include "app/app.h"
#include "client.h"
#include "delivery.h"

static bool
is_lmtp(const char *name)
{
	const char *slash = strrchr(name, '/');

	return strcmp(slash != NULL ? slash + 1 : name, "lmtp") == 0;
}

int
main(int argc, char **argv)
{
	static const int keep[] = { AGENT_TLSIO_FD, AGENT_SASLIO_FD, -1 };
	struct client client;
	const char *dir = NULL;
	bool lmtp = is_lmtp(argv[0]);
	int c;

	app_start_with(lmtp ? "lmtp" : "smtp", keep);
	while ((c = getopt(argc, argv, "c:lo:")) != -1)
		switch (c) {
		case 'c':
			dir = optarg;
			break;
		case 'l':
			lmtp = true;
			break;
		case 'o':
			app_override(optarg);
			break;
		default:
			app_fatal(EX_USAGE, "usage: smtp [-l] [-c config_dir]"
			    " [-o name=value]");
		}
	app_config(dir);
	client_open(&client, lmtp);
	app_become(P_net_owner);
	if (agent_loop(0, delivery_run, &client) < 0)
		app_fatal(EX_TEMPFAIL, "the dispatcher cannot be understood");
	client_close(&client);
	return app_exit(EX_OK);
}
