/* SPDX-License-Identifier: ISC */
#include "connect.h"

#include <errno.h>
#include <poll.h>
#include <sys/un.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/io.h"
#include "sys/log.h"

void
connect_name(struct buf *out, const struct host *h)
{
	if (h->path.len > 0)
		buf_addf(out, "%.*s[%.*s]", SPAN_FMT(h->name),
		    SPAN_FMT(h->path));
	else
		buf_addf(out, "%.*s[%s]:%d", SPAN_FMT(h->name), h->peer.addr,
		    h->peer.port);
}

static bool
set_address(const struct host *h, struct sockaddr_storage *ss, socklen_t *len)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	if (h->path.len == 0) {
		peer_sockaddr(&h->peer, ss, len);
		return true;
	}
	if (h->path.len >= sizeof(un.sun_path))
		return errno = ENAMETOOLONG, false;
	memcpy(un.sun_path, h->path.p, h->path.len);
	memcpy(ss, &un, sizeof(un));
	*len = sizeof(un);
	return true;
}

static bool
bind_own(const struct settings *set, const struct host *h, int fd)
{
	const char *from = h->peer.family == AF_INET6 ? set->bind6 : set->bind;
	struct sockaddr_storage ss;
	socklen_t len;
	struct peer own;

	if (h->path.len > 0 || from[0] == '\0')
		return true;
	if (!peer_parse(&own, span_str(from), SPAN("")) ||
	    own.family != h->peer.family)
		errno = EINVAL;
	else {
		peer_sockaddr(&own, &ss, &len);
		if (bind(fd, (const struct sockaddr *)&ss, len) == 0)
			return true;
	}
	int err = errno;
	log_warn("bind %s: %s", from, strerror(err));
	errno = err;
	return !set->bind_enforce;
}

static bool
wait_connected(int fd, int64_t seconds)
{
	int64_t deadline = seconds > 0 ? clock_ms() + seconds * 1000 : -1;
	int err = 0, r = io_wait(fd, POLLOUT, clock_left(deadline));
	socklen_t len = sizeof(err);

	if (r == 0)
		errno = ETIMEDOUT;
	if (r <= 0 || getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) < 0)
		return false;
	errno = err;
	return err == 0;
}

static bool
try(const struct settings *set, const struct host *h, int fd)
{
	struct sockaddr_storage ss;
	socklen_t len;

	if (!set_address(h, &ss, &len) || !bind_own(set, h, fd))
		return false;
	if (connect(fd, (const struct sockaddr *)&ss, len) == 0)
		return true;
	return errno == EINPROGRESS && wait_connected(fd, set->connect_time);
}

int
connect_host(const struct settings *set, const struct host *h, struct why *w)
{
	int family = h->path.len > 0 ? AF_UNIX : h->peer.family;
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct buf name = BUF_INIT;

	if (fd >= 0 && try(set, h, fd)) {
		peer_nodelay(fd);
		return fd;
	}
	int err = errno;
	io_close(&fd);
	connect_name(&name, h);
	why_temp(w, "4.4.1", "connect to %s: %s", name.s, strerror(err));
	buf_clear(&name);
	return -1;
}
