/* SPDX-License-Identifier: ISC */
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "agent/services.h"
#include "app/app.h"
#include "base/mem.h"
#include "base/num.h"
#include "conf/param.h"
#include "helpers.h"
#include "stop.h"
#include "sys/env.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/proc.h"

enum { NAME_MAX_ = 256, CHECK_MS = 10000 };

struct child {
	pid_t		pid;
	const char     *name;
};

struct launcher {
	bool		single;		/* one user for everything */
	struct user	mail, net;
	struct services	services;
	struct helpers	helpers;
	char	       *envp[5];
	struct child   *children;
	size_t		n;
	pid_t		dispatcher;
	int		status;		/* of the dispatcher, raw */
};

static void
find_user(struct user *u, enum param p)
{
	if (user_by_name(u, param_str(p)) != USER_FOUND)
		app_fatal(EX_CONFIG, "%s: there is no such user",
		    param_str(p));
}

static void
prepare(struct launcher *l)
{
	struct why w = WHY_INIT;
	size_t n = 0;

	if (services_read(&l->services, app_config_dir(), &w) != OUT_OK)
		app_fatal(EX_CONFIG, "%s", w.text.s);
	l->single = app_single_user();
	if (!l->single) {
		if (geteuid() != 0)
			app_fatal(EX_NOPERM, "only root may run the queue");
		find_user(&l->mail, P_mail_owner);
		find_user(&l->net, P_net_owner);
	}
	l->envp[n++] = mem_str("PATH=/usr/bin:/bin:/usr/sbin:/sbin");
	l->envp[n++] = mem_fmt("MAIL_CONFIG=%s", app_config_dir());
	const char *tz = env_get("TZ");
	if (tz != NULL)
		l->envp[n++] = mem_fmt("TZ=%s", tz);
	if (log_fd() >= 0)
		l->envp[n++] = mem_fmt("POSTERN_LOG_FD=%d", LOG_FD);
}

static const struct user *
user_of(const struct launcher *l, enum service_as as)
{
	if (l->single || as == AS_STARTED)
		return NULL;
	return as == AS_MAIL_OWNER ? &l->mail : &l->net;
}

static void
ended(struct launcher *l, pid_t pid, int status)
{
	struct buf b = BUF_INIT;

	if (pid == l->dispatcher) {
		l->status = status;
		l->dispatcher = -1;
	}
	helpers_ended(&l->helpers, pid, !WIFEXITED(status) ||
	    (WEXITSTATUS(status) != EX_OK &&
	    WEXITSTATUS(status) != EX_TEMPFAIL));
	for (size_t i = 0; i < l->n; i++)
		if (l->children[i].pid == pid) {
			proc_describe(&b, status);
			if (status != 0)
				log_warn("process %s pid %ld ended with %s",
				    l->children[i].name, (long)pid, b.s);
			l->children[i] = l->children[--l->n];
			break;
		}
	buf_clear(&b);
}

struct start {			/* a program to be started */
	const char	*program;
	char	       **argv;
	const struct user *user;
	struct proc_fd	 fds[8];
	size_t		 n;
};

static void
pass(struct start *s, int fd, int as)
{
	s->fds[s->n++] = (struct proc_fd){ fd, as };
}

static pid_t
run(const struct launcher *l, struct start *s)
{
	char *path = app_daemon(s->program);

	if (log_fd() >= 0)
		pass(s, log_fd(), LOG_FD);
	struct proc p = { .path = path, .argv = s->argv, .envp = l->envp,
	    .dir = param_str(P_queue_directory), .fds = s->fds, .nfds = s->n,
	    .user = s->user, .own_group = true, .umask = 077 };
	pid_t pid = proc_start(&p);
	int err = errno;
	free(path);
	errno = err;
	return pid;
}

static void
remember(struct launcher *l, pid_t pid, const char *name)
{
	l->children = mem_resize(l->children, l->n + 1, sizeof(*l->children));
	l->children[l->n++] = (struct child){ pid, name };
}

static pid_t
start(struct launcher *l, const struct service *s, int end)
{
	struct start new = { .program = s->program, .argv = s->argv,
	    .user = user_of(l, s->as) };
	const struct helper *h = helpers_of(&l->helpers, s);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	pass(&new, end, 0);
	pass(&new, s->stream ? end : null, 1);
	if (h != NULL) {
		pass(&new, h->there[HELPER_TLSIO], AGENT_TLSIO_FD);
		pass(&new, h->there[HELPER_SASLIO], AGENT_SASLIO_FD);
	}
	pid_t pid = null >= 0 ? run(l, &new) : -1;
	io_close(&null);
	return pid;
}

/* The key is tlsio's to read, with the rights that we have; passwords come over
 * the pipe. */
static void
start_helper(struct launcher *l, struct helper *h, enum helper_kind kind)
{
	char **argv = helpers_argv(h, kind);
	struct start new = { .program = argv[0], .argv = argv,
	    .user = kind == HELPER_TLSIO ? NULL : user_of(l, AS_NET_OWNER) };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	pass(&new, null, 0);
	pass(&new, null, 1);
	pass(&new, h->here[kind], AGENT_TLSIO_FD);	/* its own place, too */
	pid_t pid = null >= 0 ? run(l, &new) : -1;
	io_close(&null);
	if (pid > 0) {
		h->pid[kind] = pid;
		remember(l, pid, kind == HELPER_TLSIO ? "tlsio" : "saslio");
	} else {
		log_error("start %s: %s", argv[0], strerror(errno));
		helpers_refuse(h, kind);
	}
	free(argv);
}

/* The other end of the new program's socket, or -1 and errno. */
static int
start_named(struct launcher *l, struct span name, pid_t *pid)
{
	const struct service *s = services_find(&l->services, name);
	int pair[2];

	if (s == NULL)
		return errno = ENOENT, -1;
	if (io_socketpair(s->stream ? SOCK_STREAM : SOCK_SEQPACKET, pair) < 0)
		return -1;
	*pid = start(l, s, pair[1]);
	io_close(&pair[1]);
	if (*pid < 0) {
		io_close(&pair[0]);
		return -1;
	}
	remember(l, *pid, s->name);
	return pair[0];
}

static void
kill_child(const struct launcher *l, struct span text)
{
	int64_t pid;

	for (size_t i = 0; num_int(text, 2, INT32_MAX, &pid) && i < l->n; i++)
		if (l->children[i].pid == (pid_t)pid) {
			log_warn("process %s pid %ld is killed: it did not "
			    "answer", l->children[i].name, (long)pid);
			kill(-(pid_t)pid, SIGKILL);
		}
}

/* Answers a name with the pid and the socket, or with a negative errno. */
static void
answer(struct launcher *l, int sock, struct span name)
{
	struct buf b = BUF_INIT;
	pid_t pid = -1;
	int fd = start_named(l, name, &pid);

	buf_addf(&b, "%ld", fd >= 0 ? (long)pid : -(long)errno);
	fdpass_send(sock, buf_span(&b), &fd, fd >= 0 ? 1 : 0);
	io_close(&fd);
	buf_clear(&b);
}

static void
reap(struct launcher *l)
{
	pid_t pid;
	int status;

	while ((pid = proc_reap(&status)) > 0)
		ended(l, pid, status);
}

static bool
serve_one(struct launcher *l, int sock)
{
	struct buf b = BUF_INIT;
	int fds[FDPASS_MAX], n = 0;
	ssize_t got = fdpass_recv(sock, &b, NAME_MAX_, fds, &n);

	while (n > 0)
		io_close(&fds[--n]);
	reap(l);
	if (got > 0 && b.s[0] == 'k')
		kill_child(l, span_from(buf_span(&b), 1));
	else if (got > 0)
		answer(l, sock, span_from(buf_span(&b), 1));
	buf_clear(&b);
	return got > 0;
}

/* False: the dispatcher has gone. */
static bool
wait_once(struct launcher *l, int sock)
{
	size_t n = 1;
	struct pollfd *p = mem_array(1 + l->helpers.n * HELPER_KINDS,
	    sizeof(*p));
	enum helper_kind kind;
	struct helper *h;
	bool goes_on = true;

	p[0] = (struct pollfd){ .fd = sock, .events = POLLIN };
	n += helpers_poll(&l->helpers, p + 1);
	if (poll(p, n, CHECK_MS) > 0) {
		while ((h = helpers_wanted(&l->helpers, p + 1, n - 1,
		    &kind)) != NULL)
			start_helper(l, h, kind);
		goes_on = p[0].revents == 0 || serve_one(l, sock);
	}
	free(p);
	return goes_on;
}

static void
serve(struct launcher *l, int sock)
{
	bool told = false;

	do {
		reap(l);
		if (stop_wanted() && !told && l->dispatcher > 0)
			told = kill(l->dispatcher, SIGTERM) == 0;
	} while (wait_once(l, sock));
	helpers_close(&l->helpers);
}

static void __attribute__((noreturn))
be_dispatcher(struct launcher *l, const struct opts *o, int sock,
    int (*dispatch)(const struct opts *o, int launcher))
{
	if (!l->single && priv_become(&l->mail, false) < 0)
		app_fatal(EX_OSERR, "become user %s: %s", l->mail.name.s,
		    strerror(errno));
	exit(app_exit(dispatch(o, sock)));
}

static int
exit_status(int status)
{
	struct buf b = BUF_INIT;

	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	proc_describe(&b, status);
	log_error("the dispatcher ended with %s", b.s);
	buf_clear(&b);
	return EX_SOFTWARE;
}

int
launch(const struct opts *o, int (*dispatch)(const struct opts *, int))
{
	struct launcher l = { .mail = USER_INIT, .net = USER_INIT };
	int pair[2], status;
	pid_t pid;

	prepare(&l);
	stop_on_signals();
	if (io_socketpair(SOCK_SEQPACKET, pair) < 0 ||
	    (l.dispatcher = fork()) < 0)
		app_fatal(EX_OSERR, "start the dispatcher: %s",
		    strerror(errno));
	if (l.dispatcher == 0) {
		io_close(&pair[0]);
		be_dispatcher(&l, o, pair[1], dispatch);
	}
	io_close(&pair[1]);
	serve(&l, pair[0]);
	while (l.n > 0 || l.dispatcher > 0) {
		pid = waitpid(-1, &status, 0);
		if (pid > 0)
			ended(&l, pid, status);
		else if (errno != EINTR)
			break;
	}
	return exit_status(l.status);
}

static int
ask(int launcher, char what, struct span text)
{
	struct buf b = BUF_INIT;

	buf_addc(&b, what);
	buf_addspan(&b, text);
	ssize_t n = fdpass_send(launcher, buf_span(&b), NULL, 0);
	buf_clear(&b);
	return n < 0 ? -1 : 0;
}

pid_t
launch_start(int launcher, const char *name, int *sock)
{
	struct buf b = BUF_INIT;
	int fds[FDPASS_MAX], n = 0;
	int64_t pid = -EPIPE;

	*sock = -1;
	if (ask(launcher, 's', span_str(name)) < 0 ||
	    fdpass_recv(launcher, &b, NAME_MAX_, fds, &n) <= 0 ||
	    !num_int(buf_span(&b), -4095, INT32_MAX, &pid) ||
	    (pid > 0) != (n == 1))
		pid = pid > 0 ? -EPROTO : pid;
	buf_clear(&b);
	if (pid > 0) {
		*sock = fds[0];
		return (pid_t)pid;
	}
	while (n > 0)
		io_close(&fds[--n]);
	errno = (int)-pid;
	return -1;
}

void
launch_kill(int launcher, pid_t pid)
{
	struct buf b = BUF_INIT;

	buf_addf(&b, "%ld", (long)pid);
	ask(launcher, 'k', buf_span(&b));
	buf_clear(&b);
}
