/* SPDX-License-Identifier: ISC
 *
 * tlsio - TLS for programs that must not have the key
 *
 * Loads keys, chains and authorities with the rights it was started with, gives
 * them up for those of tls_owner, and forks for each connection that is handed
 * to it over descriptor 3. Whoever hands one over gets a plain socket in its
 * place. This is the only program that knows OpenSSL.
 */
#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <sysexits.h>
#include <unistd.h>

#include "about.h"
#include "agent/prefork.h"
#include "app/app.h"
#include "conf/param.h"
#include "context.h"
#include "session.h"
#include "sys/log.h"
#include "sys/priv.h"
#include "sys/proc.h"

struct opts {
	const char *confdir, *role, *about;
	bool	    many;
};

static void __attribute__((noreturn))
usage(void)
{
	app_fatal(EX_USAGE, "usage: tlsio -m [-v] [-c config_dir] role "
	    "[name=value ...] | -T mode");
}

static void
parse_opts(struct opts *o, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "c:mT:v")) != -1)
		switch (c) {
		case 'c': o->confdir = optarg; break;
		case 'm': o->many = true; break;
		case 'T': o->about = optarg; break;
		case 'v': break;
		default: usage();
		}
	if (o->many == (o->about != NULL) || o->many != (optind < argc))
		usage();
	if (o->many)
		o->role = argv[optind++];
	while (optind < argc)
		app_override(argv[optind++]);
}

/* tls_config_file: "default", "none", or a file. */
static void
start_library(void)
{
	OPENSSL_INIT_SETTINGS *s = OPENSSL_INIT_new();
	const char *file = param_str(P_tls_config_file);
	const char *name = param_str(P_tls_config_name);
	bool none = strcmp(file, "none") == 0;

	if (s == NULL)
		app_fatal(EX_TEMPFAIL, "no memory");
	if (!none && strcmp(file, "default") != 0)
		OPENSSL_INIT_set_config_filename(s, file);
	if (name[0] != '\0')
		OPENSSL_INIT_set_config_appname(s, name);
	if (OPENSSL_init_ssl(none ? OPENSSL_INIT_NO_LOAD_CONFIG :
	    OPENSSL_INIT_LOAD_CONFIG, s) != 1)
		app_fatal(EX_CONFIG, "tls_config_file: cannot use %s", file);
	OPENSSL_INIT_free(s);
}

/* Only root can become somebody else. */
static void
find_owner(struct user *u)
{
	const char *name = param_str(P_tls_owner);

	if (geteuid() != 0) {
		u->uid = geteuid();
		u->gid = getegid();
	} else if (user_by_name(u, name) != USER_FOUND) {
		app_fatal(EX_CONFIG, "tls_owner: no such user: %s", name);
	}
}

/* Without a context one session is told so, and whoever comes next starts
 * another process. */
static bool
before(void *arg)
{
	struct context *c = arg;

	tickets_refresh(&c->tickets);
	return c->ctx != NULL;
}

static int
session(void *arg, const int *fd)
{
	struct context *c = arg;

	if (c->boxed && sandbox_enter(&c->box) < 0) {
		log_error("sandbox: %s", strerror(errno));
		return EX_OSERR;
	}
	session_run(c, fd);
	return EX_OK;
}

static int
run(const char *role)
{
	struct settings set;
	struct context c;
	struct user owner = USER_INIT;
	int status;

	settings_read(&set, role);
	find_owner(&owner);
	start_library();
	context_prepare(&c, &set, owner.uid, owner.gid);
	if (geteuid() == 0 && priv_become(&owner, false) < 0)
		app_fatal(EX_OSERR, "cannot become %s",
		    param_str(P_tls_owner));
	proc_undumpable();
	status = prefork_serve_with(PREFORK_FD, SESSION_FDS, before, session,
	    &c);
	context_clear(&c);
	user_clear(&owner);
	return status;
}

int
main(int argc, char **argv)
{
	static const int keep[] = { PREFORK_FD, -1 };
	struct opts o = { .many = false };

	app_start_with("tlsio", keep);
	parse_opts(&o, argc, argv);
	if (o.about != NULL) {
		if (!about(o.about))
			usage();
		return app_exit(EX_OK);
	}
	app_config(o.confdir);
	return app_exit(run(o.role));
}
