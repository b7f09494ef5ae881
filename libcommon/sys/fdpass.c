/* SPDX-License-Identifier: ISC */
#include "sys/fdpass.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "sys/io.h"

union control {
	struct cmsghdr align;
	char room[CMSG_SPACE(sizeof(int) * FDPASS_MAX)];
};

ssize_t
fdpass_send(int sock, struct span s, const int *fd, int n)
{
	union control c = { .room = { 0 } };
	char *data = (char *)(size_t)s.p;	/* iovec is not const */
	struct iovec iov = { .iov_base = data, .iov_len = s.len };
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1 };
	ssize_t r;

	if (n > FDPASS_MAX)
		return errno = EINVAL, -1;
	if (n > 0) {
		m.msg_control = c.room;
		m.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)n);
		struct cmsghdr *h = CMSG_FIRSTHDR(&m);
		h->cmsg_level = SOL_SOCKET;
		h->cmsg_type = SCM_RIGHTS;
		h->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)n);
		memcpy(CMSG_DATA(h), fd, sizeof(int) * (size_t)n);
	}
	do
		r = sendmsg(sock, &m, MSG_NOSIGNAL);
	while (r < 0 && errno == EINTR);
	return r;
}

static void
take_fds(struct msghdr *m, int fd[FDPASS_MAX], int *n)
{
	for (struct cmsghdr *h = CMSG_FIRSTHDR(m); h != NULL;
	    h = CMSG_NXTHDR(m, h)) {
		if (h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_RIGHTS)
			continue;
		size_t count = (h->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < count; i++) {
			int got;

			memcpy(&got, CMSG_DATA(h) + i * sizeof(int), sizeof(int));
			if (*n < FDPASS_MAX)
				fd[(*n)++] = got;
			else
				close(got);
		}
	}
}

ssize_t
fdpass_recv(int sock, struct buf *b, size_t max, int fd[FDPASS_MAX], int *n)
{
	union control c;
	struct iovec iov = { .iov_base = buf_room(b, max), .iov_len = max };
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1,
	    .msg_control = c.room, .msg_controllen = sizeof(c.room) };
	ssize_t r;

	*n = 0;
	do
		r = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
	while (r < 0 && errno == EINTR);
	if (r < 0)
		return r;
	take_fds(&m, fd, n);
	buf_grew(b, (size_t)r);
	return r;
}

int
fdpass_peer(int sock, uid_t *uid, gid_t *gid)
{
	struct ucred cred;
	socklen_t len = sizeof(cred);

	if (getsockopt(sock, SOL_SOCKET, SO_PEERCRED, &cred, &len) < 0)
		return -1;
	*uid = cred.uid;
	*gid = cred.gid;
	return 0;
}

static bool
address(struct sockaddr_un *un, const char *path)
{
	size_t len = strlen(path);

	*un = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (len >= sizeof(un->sun_path))
		return errno = ENAMETOOLONG, false;
	memcpy(un->sun_path, path, len);
	return true;
}

static int
new_socket(void)
{
	return socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
}

int
fdpass_connect(const char *path)
{
	struct sockaddr_un un;
	int fd = address(&un, path) ? new_socket() : -1;

	if (fd >= 0 &&
	    connect(fd, (const struct sockaddr *)&un, sizeof(un)) < 0)
		io_close(&fd);
	return fd;
}

int
fdpass_listen(const char *path)
{
	struct sockaddr_un un;
	int fd = address(&un, path) ? new_socket() : -1;

	if (fd >= 0 &&
	    (bind(fd, (const struct sockaddr *)&un, sizeof(un)) < 0 ||
	    listen(fd, SOMAXCONN) < 0))
		io_close(&fd);
	return fd;
}

int
fdpass_accept(int listening)
{
	int fd;

	do
		fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
	while (fd < 0 && errno == EINTR);
	return fd;
}
