/* SPDX-License-Identifier: ISC
 *
 * smtpd - receives mail over SMTP
 *
 * A monitor, which keeps the user that started it and reads nothing from
 * strangers, accepts connections and forks a worker for each. Workers give up
 * all rights and talk SMTP. What they need of others (the door) the monitor
 * starts for them. Without a socket (sendmail -bs) there is one process, of
 * the user who runs it, and no monitor.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "app/app.h"
#include "base/mem.h"
#include "base/num.h"
#include "conf/mastercf.h"
#include "conf/param.h"
#include "heritage.h"
#include "sys/env.h"
#include "sys/io.h"
#include "worker.h"

struct opts {
	const char	*confdir, *service;
	const char	**overrides;	/* of -o; they win over master.cf's */
	size_t		 noverrides;
	int64_t		 sessions;	/* 0: as many as default_process_limit */
	bool		 stand_alone, test;
	struct buf	 state;		/* of the generation before */
	bool		 renewed;
};

static void __attribute__((noreturn))
usage(void)
{
	app_fatal(EX_USAGE, "usage: smtpd [-Stv] [-c config_dir] [-n service] "
	    "[-o name=value]");
}

static void
add_override(struct opts *o, const char *text)
{
	if (strchr(text, '=') == NULL)
		usage();
	o->overrides = mem_resize(o->overrides, o->noverrides + 1,
	    sizeof(*o->overrides));
	o->overrides[o->noverrides++] = text;
}

static void
override(const struct opts *o)
{
	for (size_t i = 0; i < o->noverrides; i++)
		app_override(o->overrides[i]);
}

static void
parse_opts(struct opts *o, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "c:G:n:o:Stv")) != -1) {
		switch (c) {
		case 'c': o->confdir = optarg; break;
		case 'G': break;	/* seen to by then */
		case 'n': o->service = optarg; break;
		case 'o': add_override(o, optarg); break;
		case 'S': o->stand_alone = true; break;
		case 't': o->test = true; break;
		case 'v': break;
		default: usage();
		}
	}
	if (optind < argc)
		usage();
}

static const struct mastercf_entry *
find_service(const struct mastercf *m, struct span name)
{
	const struct mastercf_entry *e = mastercf_find(m, name, SPAN("inet"));

	if (e == NULL)
		e = mastercf_find(m, name, SPAN("pass"));
	return e != NULL ? e : mastercf_find(m, name, SPAN("unix"));
}

/* What master.cf says of the service, then what the command line says. */
static void
configure(struct opts *o)
{
	struct mastercf m = MASTERCF_INIT;
	struct why w = WHY_INIT;
	const struct mastercf_entry *e = NULL;
	char *dir = app_find_config(o->confdir);
	uint64_t n;

	if (o->service != NULL && mastercf_load(&m, dir, &w) == OUT_OK)
		e = find_service(&m, span_str(o->service));
	if (e != NULL && mastercf_apply(e, m.file.s, &w) == OUT_OK &&
	    num_uint(e->field[MASTERCF_PROCESSES], INT_MAX, &n))
		o->sessions = n > 0 ? (int64_t)n : INT_MAX;
	if (w.out != OUT_OK)
		app_fatal(EX_CONFIG, "%s", w.text.s);
	if (o->service != NULL)
		param_override(SPAN("service_name"), span_str(o->service));
	override(o);
	mastercf_clear(&m);
	free(dir);
	app_config(o->confdir);
}

/* -G comes from smtpd itself, and says which descriptors to keep open: it is
 * looked for before anything is closed. */
static void
start(struct opts *o, int argc, char **argv)
{
	uint64_t fd;

	if (argc > 2 && strcmp(argv[1], "-G") == 0 &&
	    num_uint(span_str(argv[2]), 65535, &fd) && fd > 2 &&
	    generation_state((int)fd, &o->state)) {
		int *kept = heritage_kept(buf_span(&o->state));

		o->renewed = true;
		app_start_with("smtpd", kept);
		free(kept);
		return;
	}
	app_start("smtpd");
}

/* A socket that came as 0 to 2 gets a number of its own: those three are
 * nobody's way to a client. */
static int
move_socket(int fd)
{
	int moved = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (moved < 0 || null < 0)
		app_fatal(EX_OSERR, "cannot set up descriptors");
	for (int i = 0; i <= 2; i++)
		if (peer_kind(i) != PEER_NO_SOCKET)
			dup2(null, i);
	io_close(&null);
	return moved;
}

/* A super-server that speaks something else to the client tells who it is. */
static bool
told_peer(struct peer *p)
{
	const char *addr = env_get("TCPREMOTEIP");
	const char *port = env_get("TCPREMOTEPORT");

	return addr != NULL && peer_parse(p, span_str(addr), span_str(port));
}

static void
take_only(struct monitor *m, int in, int out, const struct peer *p)
{
	bool more = m->join.sock >= 0;	/* that others may bring */

	if (!more && !worker_has_rights() && !m->set.sandbox)
		worker_alone(&m->set, &m->lists, in, out, p);
	m->helper.prepared = more;
	monitor_take(m, in, out, p);
}

static void
take_connected(struct monitor *m, int fd)
{
	struct peer p;

	if (!peer_of(fd, &p))
		app_fatal(EX_NOINPUT, "the client has gone");
	if (p.family == AF_UNIX)
		told_peer(&p);
	take_only(m, fd, fd, &p);
	close(fd);
}

static void
take_socket(struct monitor *m, int fd)
{
	if (peer_kind(fd) == PEER_LISTENING)
		monitor_listen(m, fd);
	else
		take_connected(m, fd);
}

static void
take_pipes(struct monitor *m, const struct peer *p)
{
	take_only(m, STDIN_FILENO, STDOUT_FILENO, p);
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
}

/* How many sockets a service manager passes, from descriptor 3 on. */
static int
passed_sockets(void)
{
	const char *pid = env_get("LISTEN_PID"), *fds = env_get("LISTEN_FDS");
	uint64_t n;

	if (pid == NULL || fds == NULL ||
	    !num_uint(span_str(pid), INT64_MAX, &n) || n != (uint64_t)getpid() ||
	    !num_uint(span_str(fds), MONITOR_LISTEN, &n))
		return 0;
	return (int)n;
}

static bool
is_local_user(const struct opts *o)
{
	enum peer_kind kind = peer_kind(STDIN_FILENO);
	struct peer p;

	if (o->renewed || passed_sockets() > 0 || kind == PEER_LISTENING)
		return false;
	if (kind == PEER_NO_SOCKET)
		return o->stand_alone || !told_peer(&p);
	return o->stand_alone && peer_of(STDIN_FILENO, &p) &&
	    p.family == AF_UNIX;
}

/* A connection that was accepted for this process alone, or -1. */
static int
lone_connection(const struct opts *o, int passed)
{
	int fd = passed == 1 ? 3 : STDIN_FILENO;
	struct peer p;

	if (o->renewed || passed > 1 || peer_kind(fd) != PEER_CONNECTED ||
	    !peer_of(fd, &p) || p.family == AF_UNIX)
		return -1;
	return fd;
}

static void
serve(const struct opts *o, char **argv)
{
	struct monitor m;
	struct peer p;
	int n = passed_sockets(), lone = lone_connection(o, n);
	bool joins = lone >= 0 && param_bool(P_smtpd_join);

	monitor_init(&m, argv);
	if (joins && join_give(&m.join, lone)) {
		monitor_clear(&m);
		return;
	}
	monitor_prepare(&m);
	if (joins)
		monitor_host(&m);
	if (o->sessions > 0)
		m.set.sessions = o->sessions;
	if (o->renewed)
		heritage_take(&m, buf_span(&o->state));
	else if (n > 0)
		while (n-- > 0)
			take_socket(&m, 3 + n);
	else if (peer_kind(STDIN_FILENO) != PEER_NO_SOCKET)
		take_socket(&m, move_socket(STDIN_FILENO));
	else if (told_peer(&p))
		take_pipes(&m, &p);
	monitor_run(&m);
	monitor_clear(&m);
}

static void
check(void)
{
	struct settings set;
	struct lists lists;

	settings_read(&set);
	lists_prepare(&lists);
	bool relays = lists.open_relay;
	lists_close(&lists);
	if (relays)
		exit(EX_CONFIG);
}

static void __attribute__((noreturn))
stand_alone(void)
{
	struct settings set;
	struct lists lists;

	settings_read(&set);
	lists_prepare(&lists);
	lists_complete(&lists);
	worker_stand_alone(&set, &lists);
}

int
main(int argc, char **argv)
{
	struct opts o = { .confdir = NULL, .state = BUF_INIT };

	start(&o, argc, argv);
	parse_opts(&o, argc, argv);
	configure(&o);
	if (o.test) {
		check();
		return app_exit(EX_OK);
	}
	if (is_local_user(&o))
		stand_alone();
	env_clean();
	setenv("MAIL_CONFIG", app_config_dir(), 1);
	serve(&o, argv);
	return app_exit(EX_OK);
}
