/* SPDX-License-Identifier: ISC
 *
 * sys/fdpass - messages that carry a descriptor
 *
 * Source:  unix(7), SCM_RIGHTS. Sockets with a name are SOCK_SEQPACKET.
 * Owns:    a received descriptor belongs to the caller, close-on-exec.
 * Errors:  -1 and errno; EAGAIN on a non-blocking socket.
 * Effects: the socket.
 */
#ifndef SYS_FDPASS_H
#define SYS_FDPASS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"

enum { FDPASS_MAX = 4 };	/* descriptors in one message */

/* Sends s (not empty) with n descriptors; they stay open here. */
ssize_t	fdpass_send(int sock, struct span s, const int *fd, int n);
/* Receives at most max bytes, appended to b, and up to FDPASS_MAX descriptors
 * (*n of them). 0 at the end. Descriptors beyond the room are closed. */
ssize_t	fdpass_recv(int sock, struct buf *b, size_t max, int fd[FDPASS_MAX], int *n);

/* Sockets by path name. */
int	fdpass_connect(const char *path);
int	fdpass_listen(const char *path);
int	fdpass_accept(int listening);

/* The peer of a Unix socket. */
int	fdpass_peer(int sock, uid_t *uid, gid_t *gid);

#endif
