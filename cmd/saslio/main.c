/* SPDX-License-Identifier: ISC
 *
 * saslio - logins, decided by Cyrus SASL or Dovecot
 *
 * smtpd and smtp speak SMTP and know no mechanism; this program knows the
 * mechanisms and no SMTP. Libraries and their plug-ins, sockets and password
 * files are its business alone. What starts it may be root's: then it stays so
 * up to the first byte of a stranger, for which a session has given up all but
 * net_owner and the groups of its back ends.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "agent/prefork.h"
#include "app/app.h"
#include "cyrus.h"
#include "session.h"

struct opts {
	const char	*confdir;
	char		 list;		/* -a, -A: only print types */
	bool		 many;
	struct session_conf conf;
};

static void __attribute__((noreturn))
usage(void)
{
	app_fatal(EX_USAGE, "usage: saslio [-mv] [-c config_dir] "
	    "server type path [sasl_config_path]\n"
	    "       saslio [-mv] [-c config_dir] client type\n"
	    "       saslio -a | -A");
}

/* server TYPE PATH [DIRECTORIES], client TYPE */
static void
parse_role(struct session_conf *c, int argc, char **argv)
{
	if (argc < 2)
		usage();
	c->client = strcmp(argv[0], "client") == 0;
	c->dovecot = strcmp(argv[1], "dovecot") == 0;
	if (!c->dovecot && strcmp(argv[1], "cyrus") != 0)
		app_fatal(EX_CONFIG, "unsupported SASL implementation: %s",
		    argv[1]);
	if (c->client) {
		if (c->dovecot)
			app_fatal(EX_CONFIG, "unsupported SASL client "
			    "implementation: %s", argv[1]);
		return;
	}
	if (strcmp(argv[0], "server") != 0 || argc < 3 || argc > 4)
		usage();
	c->path = argv[2];
	c->conf_path = argc > 3 ? argv[3] : "";
}

static void
parse_opts(struct opts *o, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "aAc:mv")) != -1)
		switch (c) {
		case 'a': case 'A':
			o->list = (char)c;
			break;
		case 'c':
			o->confdir = optarg;
			break;
		case 'm':
			o->many = true;
			break;
		case 'v':
			break;
		default:
			usage();
		}
	if (o->list == '\0')
		parse_role(&o->conf, argc - optind, argv + optind);
}

static int
show_types(char which)
{
	if (cyrus_is_here() || which == 'A')
		puts("cyrus");
	if (which == 'a')
		puts("dovecot");
	return app_exit(EX_OK);
}

static int
session(void *arg, const int *fd)
{
	return session_run(arg, fd[0], fd[1]);
}

int
main(int argc, char **argv)
{
	static const int keep[] = { PREFORK_FD, -1 };
	struct opts o = { .many = false };

	app_start_with("saslio", keep);
	parse_opts(&o, argc, argv);
	if (o.list != '\0')
		return show_types(o.list);
	if (!o.many)
		close(PREFORK_FD);	/* before anything else gets it */
	app_config(o.confdir);
	char *places = app_sasl_path(o.conf.client ? "" : o.conf.conf_path);
	o.conf.conf_path = places;
	int status = EX_CONFIG;
	if (session_prepare(&o.conf))
		status = o.many ? prefork_serve(PREFORK_FD, 2, session,
		    &o.conf) : session_run(&o.conf, STDIN_FILENO,
		    STDOUT_FILENO);
	session_done(&o.conf);
	free(places);
	return app_exit(status);
}
