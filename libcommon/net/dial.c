/* SPDX-License-Identifier: ISC */
#include "net/dial.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/io.h"

static int
finish(int fd, int64_t deadline)
{
	socklen_t len = sizeof(int);
	int err = 0, left = clock_left(deadline);

	int r = io_wait(fd, POLLOUT, left);
	if (r == 0)
		errno = ETIMEDOUT;
	if (r <= 0)
		return -1;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) < 0)
		return -1;
	errno = err;
	return err == 0 ? 0 : -1;
}

/* The socket stays non-blocking: whoever reads and writes it has a deadline. */
static int
try_one(int family, const struct sockaddr *sa, socklen_t len, int64_t deadline)
{
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	if (connect(fd, sa, len) == 0 || ((errno == EINPROGRESS ||
	    errno == EINTR) && finish(fd, deadline) == 0))
		return fd;
	io_close(&fd);
	return -1;
}

static int
dial_unix(struct span path, int64_t deadline, struct buf *bad)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	if (path.len == 0 || path.len >= sizeof(un.sun_path)) {
		buf_addf(bad, "connect to %.*s: the name of the socket is too "
		    "long", SPAN_FMT(path));
		return -1;
	}
	memcpy(un.sun_path, path.p, path.len);
	int fd = try_one(AF_UNIX, (const struct sockaddr *)&un, sizeof(un),
	    deadline);
	if (fd < 0)
		buf_addf(bad, "connect to %s: %s", un.sun_path,
		    strerror(errno));
	return fd;
}

static int
dial_host(const char *host, const char *port, int64_t deadline,
    struct buf *bad)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list, *a;
	int err = getaddrinfo(host, port, &hints, &list), fd = -1;

	if (err != 0) {
		buf_addf(bad, "look up %s port %s: %s", host, port,
		    gai_strerror(err));
		return -1;
	}
	for (a = list; fd < 0 && a != NULL; a = a->ai_next)
		fd = try_one(a->ai_family, a->ai_addr, a->ai_addrlen, deadline);
	if (fd < 0)
		buf_addf(bad, "connect to %s port %s: %s", host, port,
		    strerror(errno));
	freeaddrinfo(list);
	return fd;
}

static int
dial_inet(struct span service, int64_t deadline, struct buf *bad)
{
	size_t colon = span_rfind(service, ':');
	struct span host = span_head(service, colon);

	if (colon == SPAN_NONE || colon + 1 == service.len) {
		buf_addf(bad, "bad service \"%.*s\": need host:port",
		    SPAN_FMT(service));
		return -1;
	}
	if (host.len >= 2 && host.p[0] == '[' && host.p[host.len - 1] == ']')
		host = span_head(span_from(host, 1), host.len - 2);
	char *h = host.len > 0 ? span_dup(host) : NULL;
	char *p = span_dup(span_from(service, colon + 1));
	int fd = dial_host(h != NULL ? h : "localhost", p, deadline, bad);
	free(h);
	free(p);
	return fd;
}

int
dial(struct span service, int64_t deadline, struct buf *bad)
{
	const struct span inet = SPAN("inet:"), local = SPAN("unix:");

	if (span_starts(service, local))
		return dial_unix(span_from(service, local.len), deadline, bad);
	if (span_starts(service, inet))
		service = span_from(service, inet.len);
	return dial_inet(service, deadline, bad);
}
