/* SPDX-License-Identifier: ISC */
#include "net/peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/num.h"
#include "sys/clock.h"
#include "sys/io.h"

enum { LINGER_MS = 1000, LINGER_MAX = 8 << 20 };

union address {
	struct sockaddr		sa;
	struct sockaddr_in	in;
	struct sockaddr_in6	in6;
	struct sockaddr_un	un;
	struct sockaddr_storage	ss;
};

static void
set_v6(struct peer *p, const struct sockaddr_in6 *in6)
{
	p->port = ntohs(in6->sin6_port);
	if (IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr)) {
		p->family = AF_INET;
		memcpy(p->ip, in6->sin6_addr.s6_addr + 12, 4);
		return;
	}
	p->family = AF_INET6;
	p->scope = in6->sin6_scope_id;
	memcpy(p->ip, in6->sin6_addr.s6_addr, 16);
}

static bool
set(struct peer *p, const union address *a, socklen_t len)
{
	*p = (struct peer){ .family = AF_UNIX };
	if (len < sizeof(a->sa.sa_family) || a->sa.sa_family == AF_UNIX)
		return true;
	if (a->sa.sa_family == AF_INET) {
		p->family = AF_INET;
		p->port = ntohs(a->in.sin_port);
		memcpy(p->ip, &a->in.sin_addr, 4);
	} else if (a->sa.sa_family == AF_INET6) {
		set_v6(p, &a->in6);
	} else {
		return errno = EAFNOSUPPORT, false;
	}
	return inet_ntop(p->family, p->ip, p->addr, sizeof(p->addr)) != NULL;
}

bool
peer_of(int fd, struct peer *p)
{
	union address a = { .sa = { .sa_family = AF_UNSPEC } };
	socklen_t len = sizeof(a);

	return getpeername(fd, &a.sa, &len) == 0 && set(p, &a, len);
}

bool
peer_own(int fd, struct peer *p)
{
	union address a = { .sa = { .sa_family = AF_UNSPEC } };
	socklen_t len = sizeof(a);

	return getsockname(fd, &a.sa, &len) == 0 && set(p, &a, len);
}

bool
peer_parse(struct peer *p, struct span addr, struct span port)
{
	union address a = { .sa = { .sa_family = AF_INET } };
	char *text = span_dup(span_head(addr, span_find(addr, '%')));
	uint64_t n = 0;

	num_uint(port, 65535, &n);
	bool ok = inet_pton(AF_INET, text, &a.in.sin_addr) == 1;
	if (ok) {
		a.in.sin_port = htons((uint16_t)n);
	} else {
		a.in6 = (struct sockaddr_in6){ .sin6_family = AF_INET6,
		    .sin6_port = htons((uint16_t)n) };
		ok = inet_pton(AF_INET6, text, &a.in6.sin6_addr) == 1;
	}
	free(text);
	return ok && set(p, &a, sizeof(a));
}

bool
peer_make(struct peer *p, struct span ip, int port)
{
	union address a = { .sa = { .sa_family = AF_UNSPEC } };

	if (ip.len == 4) {
		a.in.sin_family = AF_INET;
		a.in.sin_port = htons((uint16_t)port);
		memcpy(&a.in.sin_addr, ip.p, 4);
	} else if (ip.len == 16) {
		a.in6.sin6_family = AF_INET6;
		a.in6.sin6_port = htons((uint16_t)port);
		memcpy(&a.in6.sin6_addr, ip.p, 16);
	}
	return set(p, &a, sizeof(a));
}

bool
peer_from(struct peer *p, const struct sockaddr *sa, socklen_t len)
{
	union address a = { .sa = { .sa_family = AF_UNSPEC } };

	if (len > sizeof(a))
		return false;
	memcpy(&a, sa, len);
	return set(p, &a, len);
}

void
peer_sockaddr(const struct peer *p, struct sockaddr_storage *ss, socklen_t *len)
{
	union address a = { .sa = { .sa_family = AF_UNSPEC } };

	if (p->family == AF_INET) {
		a.in.sin_family = AF_INET;
		a.in.sin_port = htons((uint16_t)p->port);
		memcpy(&a.in.sin_addr, p->ip, 4);
		*len = sizeof(a.in);
	} else {
		a.in6.sin6_family = AF_INET6;
		a.in6.sin6_port = htons((uint16_t)p->port);
		a.in6.sin6_scope_id = p->scope;
		memcpy(&a.in6.sin6_addr, p->ip, 16);
		*len = sizeof(a.in6);
	}
	*ss = a.ss;
}

enum peer_kind
peer_kind(int fd)
{
	struct stat st;
	int on = 0;
	socklen_t len = sizeof(on);

	if (fstat(fd, &st) < 0 || !S_ISSOCK(st.st_mode))
		return PEER_NO_SOCKET;
	if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &on, &len) == 0 && on != 0)
		return PEER_LISTENING;
	return PEER_CONNECTED;
}

int
peer_accept(int fd, struct peer *p)
{
	union address a = { .sa = { .sa_family = AF_UNSPEC } };
	socklen_t len = sizeof(a);
	int conn = accept4(fd, &a.sa, &len, SOCK_CLOEXEC);

	if (conn >= 0 && !set(p, &a, len))
		*p = (struct peer){ .family = AF_UNIX };
	return conn;
}

void
peer_nodelay(int fd)
{
	int on = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

void
peer_linger(int fd)
{
	struct buf b = BUF_INIT;
	int64_t deadline = clock_ms() + LINGER_MS;
	size_t left = LINGER_MAX;
	ssize_t n = 1;

	if (io_wait(fd, POLLIN, 0) != 1)
		return;
	shutdown(fd, SHUT_WR);
	while (n > 0 && left > 0 && io_wait(fd, POLLIN,
	    clock_left(deadline)) == 1) {
		buf_reset(&b);
		n = io_read(fd, &b, 65536);
		left -= n > 0 && (size_t)n < left ? (size_t)n : left;
	}
	buf_clear(&b);
}
