/* SPDX-License-Identifier: ISC */
#include "helper.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agent/prefork.h"
#include "app/app.h"
#include "base/mem.h"
#include "conf/param.h"
#include "sys/env.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/proc.h"

enum { PARAMS = 4, ARGS = 8 };

static const struct kind {
	const char	*name;
	bool		 as_owner;	/* root becomes mail_owner before exec */
	const char	*role;		/* its first argument, or NULL */
	enum param	 params[PARAMS];	/* whose values follow */
	size_t		 nparams;
	bool		 overrides;	/* follow, too: it reads main.cf */
	bool		 handed;	/* what it works on comes with the name */
} kinds[HELPERS] = {
	[HELPER_CLEANUP] = { "cleanup", true, NULL, { 0 }, 0 },
	/* not what main.cf says, but what is so for this service */
	[HELPER_SASLIO] = { "saslio", false, "server", { P_smtpd_sasl_type,
	    P_smtpd_sasl_path, P_cyrus_sasl_config_path }, 3 },
	/* it gives up root's rights itself, after it has read the keys */
	[HELPER_TLSIO] = { "tlsio", false, "smtpd", { 0 }, 0, true, true },
};

void
helper_init(struct helper *h, bool prepared)
{
	*h = (struct helper){ .prepared = prepared };
	for (size_t i = 0; i < HELPERS; i++)
		h->sock[i] = -1;
}

void
helper_close(struct helper *h)
{
	for (size_t i = 0; i < HELPERS; i++)
		io_close(&h->sock[i]);
}

const char *
helper_name(enum helper_id id)
{
	return kinds[id].name;
}

bool
helper_find(struct span name, enum helper_id *id)
{
	for (size_t i = 0; i < HELPERS; i++)
		if (span_is(name, kinds[i].name)) {
			*id = (enum helper_id)i;
			return true;
		}
	return false;
}

/* The variable says what is true of the child only: here 9 is something else. */
static bool
start_with_log(const struct proc *p)
{
	bool had = env_get("POSTERN_LOG_FD") != NULL;

	if (log_fd() >= 0)
		setenv("POSTERN_LOG_FD", "9", 1);
	pid_t pid = proc_start(p);
	int err = errno;
	if (!had)
		unsetenv("POSTERN_LOG_FD");
	errno = err;
	return pid > 0;
}

/* Root becomes the queue's owner; others can only stay who they are. */
static bool
find_user(const struct kind *k, struct user *u, struct proc *p)
{
	if (!k->as_owner || geteuid() != 0)
		return true;
	p->user = u;
	if (user_by_name(u, param_str(P_mail_owner)) == USER_FOUND)
		return true;
	log_error("mail_owner %s: no such user", param_str(P_mail_owner));
	return false;
}

/* Heap; their strings, too. */
static char **
make_args(const struct kind *k, char *path, bool prepared)
{
	struct buf overrides = BUF_INIT;
	struct span rest, word;

	if (k->overrides)
		param_overrides(&overrides);
	rest = buf_span(&overrides);
	char **argv = mem_array(ARGS + overrides.len, sizeof(*argv));
	size_t n = 0;

	argv[n++] = path;
	if (prepared)
		argv[n++] = mem_str("-m");
	if (k->role != NULL)
		argv[n++] = mem_str(k->role);
	for (size_t i = 0; i < k->nparams; i++)
		argv[n++] = mem_str(param_str(k->params[i]));
	while (rest.len > 0 && span_split(&rest, '\0', &word))
		argv[n++] = span_dup(word);
	buf_clear(&overrides);
	return argv;
}

static void
free_args(char **argv)
{
	for (size_t i = 0; argv[i] != NULL; i++)
		free(argv[i]);
	free(argv);
}

/* fds has room for one more: the log's descriptor goes along, for the child's
 * user may not open the log. */
static bool
start(const struct kind *k, bool prepared, struct proc_fd *fds, size_t nfds)
{
	struct user u = USER_INIT;
	char *path = app_daemon(k->name);
	char **argv = make_args(k, path, prepared);
	struct proc p = { .path = path, .argv = argv, .fds = fds, .umask = -1 };
	bool started = false;

	if (log_fd() >= 0)
		fds[nfds++] = (struct proc_fd){ log_fd(), LOG_FD };
	p.nfds = nfds;
	if (find_user(k, &u, &p)) {
		started = start_with_log(&p);
		if (!started)
			log_error("cannot start %s: %s", path, strerror(errno));
	}
	free_args(argv);
	user_clear(&u);
	return started;
}

static bool
start_prepared(struct helper *h, enum helper_id id)
{
	int pair[2];

	if (io_socketpair(SOCK_SEQPACKET, pair) < 0)
		return false;
	struct proc_fd fds[2] = { { pair[1], PREFORK_FD } };
	bool ok = start(&kinds[id], true, fds, 1);

	io_close(&pair[1]);
	if (ok)
		h->sock[id] = pair[0];
	else
		io_close(&pair[0]);
	return ok;
}

/* A prepared helper may have died since it was last asked. */
bool
helper_hand(struct helper *h, enum helper_id id, const int *fd, int n)
{
	for (int try = 0; try < 2; try++) {
		if (h->sock[id] < 0 && !start_prepared(h, id))
			return false;
		if (fdpass_send(h->sock[id], SPAN("s"), fd, n) > 0)
			return true;
		io_close(&h->sock[id]);
	}
	log_error("cannot reach %s: %s", kinds[id].name, strerror(errno));
	return false;
}

static bool
start_plain(enum helper_id id, int in, int out)
{
	struct proc_fd fds[3] = { { in, 0 }, { out, 1 } };

	return start(&kinds[id], false, fds, 2);
}

/* Milters' descriptors go to the door over a socket; a pipe costs less. */
static int
open_down(enum helper_id id, int down[2])
{
	bool milters = *param_str(P_smtpd_milters) != '\0' ||
	    *param_str(P_smtpd_milter_maps) != '\0';

	return id == HELPER_CLEANUP && milters ?
	    io_socketpair(SOCK_STREAM, down) : io_pipe(down);
}

bool
helper_start(struct helper *h, enum helper_id id, int ends[2])
{
	int down[2] = { -1, -1 }, up[2] = { -1, -1 };
	bool ok = false;

	if (open_down(id, down) < 0 || io_pipe(up) < 0)
		log_error("pipe: %s", strerror(errno));
	else
		ok = h->prepared ?
		    helper_hand(h, id, (int[]){ down[0], up[1] }, 2) :
		    start_plain(id, down[0], up[1]);
	io_close(&down[0]);
	io_close(&up[1]);
	if (!ok) {
		io_close(&down[1]);
		io_close(&up[0]);
	}
	ends[0] = up[0];
	ends[1] = down[1];
	return ok;
}

bool
helper_serve(struct helper *h, struct span name, int session, const int *fd,
    int n)
{
	struct buf answer = BUF_INIT;
	enum helper_id id;
	int ends[2];

	if (!helper_find(name, &id))
		return false;
	if (kinds[id].handed) {
		helper_hand(h, id, fd, n);
		return true;
	}
	bool ok = helper_start(h, id, ends);
	buf_addf(&answer, "%c%s", ok ? '+' : '-', helper_name(id));
	fdpass_send(session, buf_span(&answer), ends, ok ? 2 : 0);
	io_close(&ends[0]);
	io_close(&ends[1]);
	buf_clear(&answer);
	return true;
}
