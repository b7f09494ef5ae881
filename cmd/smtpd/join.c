/* SPDX-License-Identifier: ISC */
#include "join.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "base/crc32c.h"
#include "base/mem.h"
#include "conf/param.h"
#include "sys/dir.h"
#include "sys/fdpass.h"
#include "sys/file.h"
#include "sys/io.h"

enum { GREETING_MS = 1000, SAYS_MAX = 16 };

static const char prefix[] = "smtpd.";

void
join_init(struct join *j, const struct generation *g)
{
	*j = (struct join){ .sock = -1, .key = BUF_INIT };
	buf_addf(&j->key, "%s\n", app_config_dir());
	for (char **arg = g->argv; *arg != NULL; arg++)
		buf_addf(&j->key, "%s\n", *arg);
	buf_addspan(&j->key, buf_span(&g->seen));
	j->path = mem_fmt("%s/private/%s%08x", param_str(P_queue_directory),
	    prefix, (unsigned)crc32c(0, j->key.s, j->key.len));
}

/* Who still waits to be let in will see the socket close. */
void
join_close(struct join *j)
{
	if (j->sock >= 0 && join_is_known(j))
		unlink(j->path);
	io_close(&j->sock);
	while (j->nguests > 0)
		io_close(&j->guest[--j->nguests]);
}

void
join_clear(struct join *j)
{
	join_close(j);
	free(j->path);
	buf_clear(&j->key);
}

/* -- guests -- */

static bool
is_greeted(const struct join *j, int sock)
{
	struct buf b = BUF_INIT;
	int fd[FDPASS_MAX], n = 0;
	bool same = io_wait(sock, POLLIN, GREETING_MS) == 1 &&
	    fdpass_recv(sock, &b, j->key.len + 1, fd, &n) > 0 &&
	    span_eq(buf_span(&b), buf_span(&j->key));

	while (n > 0)
		io_close(&fd[--n]);
	buf_clear(&b);
	return same;
}

/* A socket that is closed before all was read says so by ECONNRESET: then the
 * connection never left us. */
bool
join_give(const struct join *j, int conn)
{
	struct buf b = BUF_INIT;
	int fd[FDPASS_MAX], n, sock = fdpass_connect(j->path);
	bool taken = sock >= 0 && is_greeted(j, sock) &&
	    fdpass_send(sock, SPAN("c"), &conn, 1) > 0 &&
	    fdpass_recv(sock, &b, SAYS_MAX, fd, &n) >= 0;

	io_close(&sock);
	buf_clear(&b);
	return taken;
}

/* -- the host -- */

static void
remove_dead(void)
{
	char *private = mem_fmt("%s/private", param_str(P_queue_directory));
	struct dir d;
	const char *name;

	if (dir_open(&d, AT_FDCWD, private)) {
		while ((name = dir_next(&d)) != NULL) {
			if (!span_starts(span_str(name), span_str(prefix)))
				continue;
			char *path = mem_fmt("%s/%s", private, name);
			int fd = fdpass_connect(path);

			if (fd < 0 && errno == ECONNREFUSED)
				unlink(path);
			io_close(&fd);
			free(path);
		}
		dir_close(&d);
	}
	free(private);
}

/* The name appears when the socket is ready, whoever had it before. */
bool
join_open(struct join *j)
{
	char *tmp = mem_fmt("%s.%ld", j->path, (long)getpid());
	struct stat st;
	int saved = errno;

	remove_dead();
	j->sock = fdpass_listen(tmp);
	if (j->sock >= 0 && (lstat(tmp, &st) < 0 ||
	    rename(tmp, j->path) < 0)) {
		unlink(tmp);
		io_close(&j->sock);
	}
	if (j->sock >= 0) {
		j->dev = st.st_dev;
		j->ino = st.st_ino;
		io_nonblock(j->sock, true);
	}
	free(tmp);
	errno = saved;
	return j->sock >= 0;
}

bool
join_is_known(const struct join *j)
{
	struct stat st;

	return lstat(j->path, &st) == 0 && st.st_dev == j->dev &&
	    st.st_ino == j->ino;
}

static bool
is_one_of_us(int sock)
{
	uid_t uid;
	gid_t gid;

	return fdpass_peer(sock, &uid, &gid) == 0 && uid == geteuid();
}

void
join_greet(struct join *j, bool room)
{
	int sock;

	while ((sock = fdpass_accept(j->sock)) >= 0) {
		io_nonblock(sock, true);
		if (room && j->nguests < JOIN_GUESTS && is_one_of_us(sock) &&
		    fdpass_send(sock, buf_span(&j->key), NULL, 0) > 0)
			j->guest[j->nguests++] = sock;
		else
			io_close(&sock);
	}
}

int
join_take(const struct join *j, size_t i)
{
	struct buf b = BUF_INIT;
	int fd[FDPASS_MAX], n, conn = -1;

	if (fdpass_recv(j->guest[i], &b, SAYS_MAX, fd, &n) > 0 && n == 1)
		conn = fd[--n];
	while (n > 0)
		io_close(&fd[--n]);
	buf_clear(&b);
	return conn;
}

int
join_detach(struct join *j, size_t i)
{
	int guest = j->guest[i];

	j->guest[i] = j->guest[--j->nguests];
	return guest;
}
