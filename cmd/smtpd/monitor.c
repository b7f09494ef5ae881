/* SPDX-License-Identifier: ISC */
#include "monitor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "app/app.h"
#include "base/mem.h"
#include "heritage.h"
#include "errand.h"
#include "net/name.h"
#include "sys/clock.h"
#include "sys/fdpass.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/priv.h"
#include "sys/proc.h"
#include "sys/signals.h"
#include "wire/smtpreply.h"
#include "worker.h"

enum {
	PAUSE_MS = 1000,	/* when a connection cannot be accepted */
	REST_MS = 10 * 1000,	/* that a worker may be idle */
	LOBBY_MIN = 100,	/* connections that may wait */
	LOBBY_MAX = 1000,
	ACCEPT_MAX = 64		/* at once, before workers are heard */
};

static size_t
lobby_room(const struct settings *set)
{
	int64_t n = set->sessions;

	return (size_t)(n < LOBBY_MIN ? LOBBY_MIN : n > LOBBY_MAX ? LOBBY_MAX :
	    n);
}

/* Sessions can do without; the administrator should know. */
static void
prepare_sandbox(struct monitor *m)
{
	if (!m->set.sandbox || sandbox_prepare(&m->sandbox, true) == 0)
		return;
	m->set.sandbox = false;
	log_warn("smtpd_sandbox: %s; sessions are not confined",
	    errno == ENOSYS ? "not available here" : strerror(errno));
}

void
monitor_init(struct monitor *m, char **argv)
{
	*m = (struct monitor){ .signals = -1 };
	generation_init(&m->generation, argv);
	join_init(&m->join, &m->generation);
	helper_init(&m->helper, true);
}

void
monitor_prepare(struct monitor *m)
{
	static const int watched[] = { SIGCHLD, SIGHUP, SIGTERM, 0 };

	settings_read(&m->set);
	lists_prepare(&m->lists);
	prepare_sandbox(m);
	throttle_init(&m->throttle);
	stress_init(&m->stress);
	lobby_init(&m->lobby, lobby_room(&m->set));
	m->signals = signals_fd(watched);
	if (m->signals < 0)
		app_fatal(EX_OSERR, "signals: %s", strerror(errno));
	m->idle_until = clock_ms() + m->set.idle_time * 1000;
}

void
monitor_clear(struct monitor *m)
{
	lists_close(&m->lists);
	crew_clear(&m->crew);
	helper_close(&m->helper);
	join_clear(&m->join);
	sandbox_clear(&m->sandbox);
	stress_clear(&m->stress);
	lobby_clear(&m->lobby);
	throttle_close(&m->throttle);
	generation_clear(&m->generation);
	io_close(&m->signals);
}

/* What the C library finds out once, and each session would again. */
static void
warm_up(const struct settings *set)
{
	struct peer here;
	struct name name = NAME_INIT;
	struct user nobody = USER_INIT;

	tzset();
	if (peer_parse(&here, SPAN("127.0.0.1"), SPAN("")))
		name_of(&name, &here, set->name_lookup);
	user_by_name(&nobody, "-");
	name_clear(&name);
	user_clear(&nobody);
}

void
monitor_listen(struct monitor *m, int fd)
{
	if (m->nlisten == MONITOR_LISTEN)
		return;
	io_nonblock(fd, true);
	io_cloexec(fd, true);
	if (m->nlisten == 0)
		warm_up(&m->set);
	m->listen[m->nlisten++] = fd;
}

void
monitor_host(struct monitor *m)
{
	if (join_open(&m->join))
		warm_up(&m->set);
}

/* What the session must not share with the monitor. */
static void
leave_monitor(struct monitor *m)
{
	for (size_t i = 0; i < m->nlisten; i++)
		io_close(&m->listen[i]);
	for (size_t i = 0; i < m->crew.n; i++) {
		io_close(&m->crew.hands[i].sock);
		io_close(&m->crew.hands[i].guest);
	}
	for (size_t i = 0; i < m->join.nguests; i++)
		io_close(&m->join.guest[i]);
	io_close(&m->join.sock);
	helper_close(&m->helper);
	throttle_close(&m->throttle);
	lobby_clear(&m->lobby);
	io_close(&m->signals);
	signals_unblock();
}

/* NULL when there can be no worker. */
static struct hand *
start_worker(struct monitor *m, int in, int out, const struct peer *p)
{
	int pair[2];

	if (io_socketpair(SOCK_SEQPACKET, pair) < 0) {
		log_warn("socketpair: %s", strerror(errno));
		return NULL;
	}
	pid_t pid = fork();
	if (pid == 0) {
		leave_monitor(m);
		io_close(&pair[0]);
		worker_run(&m->set, &m->lists, &m->sandbox, &m->stress, in, out, p, pair[1],
		    m->helper.prepared ? m->set.max_use : 1);
	}
	io_close(&pair[1]);
	if (pid < 0) {
		log_warn("fork: %s", strerror(errno));
		io_close(&pair[0]);
		return NULL;
	}
	/* A worker that does not read must not stop the others. */
	io_nonblock(pair[0], true);
	return crew_add(&m->crew, pid, pair[0], p, false);
}

/* A few words that fit any socket's buffer: nobody waits for the client. */
static void
turn_away(struct monitor *m, int fd, const struct peer *p, const char *what,
    int64_t n)
{
	struct buf b = BUF_INIT;

	log_warn("Connection %s limit exceeded: %lld from unknown[%s] for "
	    "service %s", what, (long long)n, p->addr, throttle_service());
	smtpreply_addf(&b, 421, "4.7.0", "%s Error: too many connections from "
	    "%s", m->set.hostname, p->addr);
	io_nonblock(fd, true);
	io_write_some(fd, buf_span(&b));
	buf_clear(&b);
}

static bool
is_excepted(const struct monitor *m, const struct peer *p)
{
	struct matchlist *l = m->lists.list[LIST_LIMIT_EXCEPTIONS];

	return l != NULL && matchlist_match(l, SPAN(""), span_str(p->addr),
	    NULL) == FOUND;
}

/* How many there would be, when those are too many; else 0. Behind a proxy
 * only the session knows the client. */
static int64_t
too_many(struct monitor *m, const struct peer *p, const char **what)
{
	int64_t n = 0;

	if (m->set.haproxy || (m->set.per_client == 0 &&
	    m->set.connect_rate == 0) || is_excepted(m, p))
		return 0;
	*what = "concurrency";
	if (m->set.per_client > 0)
		n = crew_serving(&m->crew, &m->set, p) +
		    lobby_count(&m->lobby, &m->set, p) + 1;
	if (n > m->set.per_client || m->set.connect_rate == 0)
		return n > m->set.per_client ? n : 0;
	*what = "rate";
	n = throttle_add(&m->throttle, p, EVENT_CONNECT);
	return n > m->set.connect_rate ? n : 0;
}

void
monitor_take(struct monitor *m, int in, int out, const struct peer *p)
{
	const char *what = NULL;
	int64_t n = too_many(m, p, &what);

	if (n > 0)
		turn_away(m, out, p, what, n);
	else
		start_worker(m, in, out, p);
}

/* The worker who serves it, or NULL. */
static struct hand *
serve(struct monitor *m, int fd, const struct peer *p)
{
	const char *what = NULL;
	int64_t n = too_many(m, p, &what);

	if (n > 0) {
		turn_away(m, fd, p, what, n);
		return NULL;
	}
	struct hand *h = crew_give(&m->crew, fd, p);
	return h != NULL ? h : start_worker(m, fd, fd, p);
}

static bool
is_full(const struct monitor *m)
{
	return (int64_t)crew_busy(&m->crew) >= m->set.sessions;
}

static void
wait_in_lobby(struct monitor *m, int fd, const struct peer *p)
{
	const char *what = NULL;
	int64_t n = too_many(m, p, &what);
	struct visitor out;

	if (n > 0) {
		turn_away(m, fd, p, what, n);
		io_close(&fd);
	} else if (lobby_add(&m->lobby, &m->crew, &m->set, fd, p, &out)) {
		turn_away(m, out.fd, &out.peer, "concurrency",
		    crew_serving(&m->crew, &m->set, &out.peer) +
		    lobby_count(&m->lobby, &m->set, &out.peer) + 1);
		io_close(&out.fd);
	}
}

/* Those who wait were counted when they came. */
static void
empty_lobby(struct monitor *m)
{
	struct visitor v;

	while (!is_full(m) && lobby_next(&m->lobby, &m->crew, &m->set, &v)) {
		if (crew_give(&m->crew, v.fd, &v.peer) == NULL)
			start_worker(m, v.fd, v.fd, &v.peer);
		io_close(&v.fd);
	}
	/* the last tenth of the sessions, or waiting clients */
	stress_set(&m->stress, m->set.sessions > 1 && (m->lobby.n > 0 ||
	    (int64_t)crew_busy(&m->crew) * 10 > m->set.sessions * 9));
}

static void
accept_some(struct monitor *m, int listening)
{
	struct peer p;

	for (int i = 0; i < ACCEPT_MAX; i++) {
		int fd = peer_accept(listening, &p);

		if (fd >= 0 && (is_full(m) || m->lobby.n > 0)) {
			wait_in_lobby(m, fd, &p);
		} else if (fd >= 0) {
			serve(m, fd, &p);
			io_close(&fd);
		} else if (errno == EAGAIN) {
			return;
		} else if (errno != ECONNABORTED && errno != EINTR) {
			log_warn("accept: %s", strerror(errno));
			m->paused_until = clock_ms() + PAUSE_MS;
			return;
		}
	}
}

/* A guest who has brought a connection waits until the session is over. */
static void
take_guest(struct monitor *m, size_t i)
{
	struct hand *h = NULL;
	struct peer p;
	int conn = join_take(&m->join, i);

	if (conn >= 0 && peer_of(conn, &p))
		h = serve(m, conn, &p);
	io_close(&conn);
	int guest = join_detach(&m->join, i);
	if (h != NULL)
		h->guest = guest;
	else
		io_close(&guest);
}

static void
reap(struct monitor *m)
{
	struct buf how = BUF_INIT;
	int status;
	pid_t pid;

	while ((pid = proc_reap(&status)) > 0) {
		if (status != 0) {
			buf_reset(&how);
			proc_describe(&how, status);
			log_warn("process %d ended with %s", (int)pid, how.s);
		}
		crew_gone(&m->crew, pid);
	}
	buf_clear(&how);
	m->idle_until = clock_ms() + m->set.idle_time * 1000;
}

static void
renew(struct monitor *m)
{
	struct buf state = BUF_INIT;

	if (m->nlisten == 0) {		/* the next to come is the next one */
		join_close(&m->join);
		return;
	}
	if (!generation_is_usable(&m->generation))
		return;
	heritage_leave(m, &state);
	helper_close(&m->helper);
	generation_renew(&m->generation, buf_span(&state));
	buf_clear(&state);
	for (size_t i = 0; i < m->crew.n; i++)
		if (m->crew.hands[i].sock >= 0)
			io_cloexec(m->crew.hands[i].sock, true);
}

static void
take_signals(struct monitor *m)
{
	int signo;

	while ((signo = signals_take(m->signals)) > 0) {
		if (signo == SIGCHLD)
			reap(m);
		else if (signo == SIGHUP)
			renew(m);
		else {			/* finish what was begun */
			m->nlisten = 0;
			join_close(&m->join);
		}
	}
}

/* h itself may move. */
static void
serve_again(struct monitor *m, struct hand *h, int fd)
{
	struct peer p = h->peer;
	size_t i = (size_t)(h - m->crew.hands);
	struct hand *other = start_worker(m, fd, fd, &p);

	h = &m->crew.hands[i];
	if (other != NULL) {
		other->guest = h->guest;
		h->guest = -1;
	}
	io_close(&h->guest);
}

/* A worker asks for something, rests, or ends. */
static void
hear(struct monitor *m, struct hand *h)
{
	struct buf b = BUF_INIT;
	int fd[FDPASS_MAX], n;
	ssize_t got = fdpass_recv(h->sock, &b, WORKER_SAYS_MAX, fd, &n);
	struct span said = buf_span(&b);
	struct desk desk = { &m->throttle, &m->crew, h, &m->set };

	if (got > 0 && span_is(said, WORKER_IDLE)) {
		crew_rest(h);
		m->idle_until = clock_ms() + m->set.idle_time * 1000;
	} else if (got <= 0 || (!helper_serve(&m->helper, said, h->sock, fd,
	    n) &&
	    !errand_serve(&desk, said))) {
		/* on its way out it serves nobody */
		h->busy = h->busy && !(got > 0 && span_is(said, WORKER_DONE));
		io_close(&h->sock);
		if (got > 0 && span_is(said, WORKER_BACK) && n == 1)
			serve_again(m, h, fd[0]);
		else if (!h->busy)
			io_close(&h->guest);
	}
	while (n > 0)
		io_close(&fd[--n]);
	buf_clear(&b);
}

/* How long to wait when nothing happens. */
static int
patience(const struct monitor *m)
{
	if (m->paused_until > clock_ms())
		return clock_left(m->paused_until);
	if (crew_busy(&m->crew) == 0)
		return clock_left(m->idle_until);
	return m->crew.n > crew_busy(&m->crew) ? REST_MS : -1;
}

static bool
has_work(const struct monitor *m)
{
	if (crew_busy(&m->crew) > 0 || m->join.nguests > 0)
		return true;
	return (m->nlisten > 0 ||
	    (m->join.sock >= 0 && join_is_known(&m->join))) &&
	    clock_ms() < m->idle_until;
}

/* Signals first, then workers, guests, the place where guests knock, and
 * listening sockets: the order in which polled() looks at them. */
static size_t
fill_poll(const struct monitor *m, struct pollfd *p)
{
	size_t n = 0;
	bool accepting = clock_ms() >= m->paused_until;

	p[n++] = (struct pollfd){ m->signals, POLLIN, 0 };
	for (size_t i = 0; i < m->crew.n; i++)
		p[n++] = (struct pollfd){ m->crew.hands[i].sock, POLLIN, 0 };
	for (size_t i = 0; i < m->join.nguests; i++)
		p[n++] = (struct pollfd){ m->join.guest[i], POLLIN, 0 };
	p[n++] = (struct pollfd){ m->join.sock, POLLIN, 0 };
	for (size_t i = 0; accepting && i < m->nlisten; i++)
		p[n++] = (struct pollfd){ m->listen[i], POLLIN, 0 };
	return n;
}

static void
polled(struct monitor *m, const struct pollfd *p, size_t n)
{
	size_t workers = m->crew.n, guests = m->join.nguests;
	size_t door = 1 + workers + guests, first = door + 1;
	bool knock = false;

	for (size_t i = 0; i < workers; i++)
		if (p[1 + i].revents != 0)
			hear(m, &m->crew.hands[i]);
	for (size_t i = guests; i > 0; i--)	/* the last takes a free place */
		if (p[workers + i].revents != 0)
			take_guest(m, i - 1);
	for (size_t i = first; i < n; i++)
		knock |= p[i].revents != 0;
	if (p[0].revents != 0)
		take_signals(m);
	if (knock && m->lobby.n == 0 && generation_is_old(&m->generation))
		renew(m);
	if (p[door].revents != 0 && m->join.sock >= 0)
		join_greet(&m->join, !is_full(m));
	for (size_t i = first; i < n && i - first < m->nlisten; i++)
		if (p[i].revents != 0)
			accept_some(m, m->listen[i - first]);
}

void
monitor_run(struct monitor *m)
{
	struct pollfd *p = NULL;

	reap(m);		/* who ended before there was a signal for it */
	while (has_work(m)) {
		p = mem_resize(p, 2 + m->crew.n + m->join.nguests + m->nlisten,
		    sizeof(*p));
		size_t n = fill_poll(m, p);

		if (poll(p, (nfds_t)n, patience(m)) > 0)
			polled(m, p, n);
		empty_lobby(m);
		crew_trim(&m->crew, REST_MS);
	}
	free(p);
}
