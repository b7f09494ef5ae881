/* SPDX-License-Identifier: ISC */
#include "helper.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/app.h"
#include "conf/param.h"
#include "sys/env.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/proc.h"

enum { PREPARED_FD = 3 };

void
helper_init(struct helper *h, bool prepared)
{
	*h = (struct helper){ .prepared = prepared, .sock = -1 };
}

void
helper_close(struct helper *h)
{
	io_close(&h->sock);
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
start(const char *path, char *const *argv, const struct proc_fd *fds,
    size_t nfds)
{
	struct user owner = USER_INIT;
	struct proc p = { .path = path, .argv = argv, .fds = fds,
	    .nfds = nfds, .umask = -1 };
	bool started = false;

	if (geteuid() == 0) {
		if (user_by_name(&owner, param_str(P_mail_owner)) != USER_FOUND)
			log_error("mail_owner %s: no such user",
			    param_str(P_mail_owner));
		else
			p.user = &owner;
	}
	if (geteuid() != 0 || p.user != NULL) {
		started = start_with_log(&p);
		if (!started)
			log_error("cannot start %s: %s", path, strerror(errno));
	}
	user_clear(&owner);
	return started;
}

/* The log's descriptor goes along: cleanup's user may not open it. */
static size_t
add_log(struct proc_fd *fds, size_t n)
{
	if (log_fd() >= 0)
		fds[n++] = (struct proc_fd){ log_fd(), LOG_FD };
	return n;
}

static bool
start_prepared(struct helper *h)
{
	char *path = app_daemon(HELPER_CLEANUP);
	char m[] = "-m", *argv[] = { path, m, NULL };
	int pair[2];
	bool ok = false;

	if (io_socketpair(SOCK_SEQPACKET, pair) == 0) {
		struct proc_fd fds[2] = { { pair[1], PREPARED_FD } };

		ok = start(path, argv, fds, add_log(fds, 1));
		io_close(&pair[1]);
		if (ok)
			h->sock = pair[0];
		else
			io_close(&pair[0]);
	}
	free(path);
	return ok;
}

/* A prepared cleanup may have died since it was last asked. */
static bool
ask_prepared(struct helper *h, int in, int out)
{
	int fd[2] = { in, out };

	for (int try = 0; try < 2; try++) {
		if (h->sock < 0 && !start_prepared(h))
			return false;
		if (fdpass_send(h->sock, SPAN("s"), fd, 2) > 0)
			return true;
		io_close(&h->sock);
	}
	log_error("cannot reach %s: %s", HELPER_CLEANUP, strerror(errno));
	return false;
}

static bool
start_plain(int in, int out)
{
	char *path = app_daemon(HELPER_CLEANUP);
	char *argv[] = { path, NULL };
	struct proc_fd fds[3] = { { in, 0 }, { out, 1 } };
	bool ok = start(path, argv, fds, add_log(fds, 2));

	free(path);
	return ok;
}

bool
helper_cleanup(struct helper *h, int ends[2])
{
	int down[2] = { -1, -1 }, up[2] = { -1, -1 };
	bool ok = false;

	if (io_pipe(down) < 0 || io_pipe(up) < 0)
		log_error("pipe: %s", strerror(errno));
	else
		ok = h->prepared ? ask_prepared(h, down[0], up[1]) :
		    start_plain(down[0], up[1]);
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

static void
serve_cleanup(struct helper *h, int session)
{
	int ends[2];
	bool ok = helper_cleanup(h, ends);

	fdpass_send(session, ok ? SPAN("+") : SPAN("-"), ends, ok ? 2 : 0);
	io_close(&ends[0]);
	io_close(&ends[1]);
}

static const struct {
	const char *name;
	void	  (*serve)(struct helper *h, int session);
} helpers[] = {
	{ HELPER_CLEANUP, serve_cleanup },
};

bool
helper_serve(struct helper *h, struct span name, int session)
{
	for (size_t i = 0; i < sizeof(helpers) / sizeof(helpers[0]); i++)
		if (span_is(name, helpers[i].name)) {
			helpers[i].serve(h, session);
			return true;
		}
	return false;
}
