/* SPDX-License-Identifier: ISC */
#include "agent/prefork.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "sys/fdpass.h"
#include "sys/io.h"
#include "sys/log.h"
#include "sys/signals.h"

enum { PACKET_MAX = 64 };

static void
start(int sock, prefork_session *run, void *arg, const int *fd)
{
	pid_t pid = fork();

	if (pid < 0)
		log_warn("fork: %s", strerror(errno));
	if (pid != 0)
		return;
	close(sock);
	_exit(run(arg, fd));
}

static bool
always(void *arg)
{
	return true;
}

int
prefork_serve(int sock, int n, prefork_session *run, void *arg)
{
	return prefork_serve_with(sock, n, always, run, arg);
}

int
prefork_serve_with(int sock, int n, prefork_before *before,
    prefork_session *run, void *arg)
{
	bool more = true;
	struct buf packet = BUF_INIT;
	int fd[FDPASS_MAX], came;
	ssize_t got = 0;

	signals_ignore(SIGCHLD);
	while (more && (got = fdpass_recv(sock, &packet, PACKET_MAX, fd,
	    &came)) > 0) {
		more = before(arg);
		if (came == n)
			start(sock, run, arg, fd);
		else
			log_warn("a request for a session brought %d "
			    "descriptors", came);
		while (came > 0)
			io_close(&fd[--came]);
		buf_reset(&packet);
	}
	buf_clear(&packet);
	if (got < 0)
		log_error("receive descriptors: %s", strerror(errno));
	return got < 0 ? EX_OSERR : EX_OK;
}
