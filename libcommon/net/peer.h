/* SPDX-License-Identifier: ISC
 *
 * net/peer - who is at the other end of a socket, and sockets to be served
 *
 * Source:  getpeername(2); sd_listen_fds(3); RFC 4291 section 2.5.5.2, RFC
 *          5952 for the form of addresses.
 * Owns:    accepted descriptors belong to the caller, close-on-exec.
 * Errors:  false or -1 and errno.
 * Effects: the sockets.
 */
#ifndef NET_PEER_H
#define NET_PEER_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/span.h"

enum { PEER_TEXT = 48 };

/* An IPv4 address that came mapped into IPv6 is an IPv4 address here. */
struct peer {
	int		family;		/* AF_INET, AF_INET6; AF_UNIX: local */
	unsigned	scope;		/* of a link-local IPv6 address */
	unsigned char	ip[16];		/* the first 4 for IPv4 */
	int		port;		/* 0: not known */
	char		addr[PEER_TEXT];	/* "192.0.2.1", "fe80::1", "" */
};

bool	peer_of(int fd, struct peer *p);
bool	peer_own(int fd, struct peer *p);	/* this end of it */
/* From text, as a super-server tells it. */
bool	peer_parse(struct peer *p, struct span addr, struct span port);
/* From the 4 or 16 bytes of an address. */
bool	peer_make(struct peer *p, struct span ip, int port);
bool	peer_from(struct peer *p, const struct sockaddr *sa, socklen_t len);
/* For the resolver. */
void	peer_sockaddr(const struct peer *p, struct sockaddr_storage *ss,
	    socklen_t *len);

enum peer_kind { PEER_NO_SOCKET, PEER_LISTENING, PEER_CONNECTED };

enum peer_kind	peer_kind(int fd);
int	peer_accept(int fd, struct peer *p);
/* Sends what is written at once; the session decides what goes together. */
void	peer_nodelay(int fd);

/* Before it is closed: reads for a little while what still comes, since closing
 * a socket with unread bytes takes our last words away from the peer. */
void	peer_linger(int fd);

#endif
