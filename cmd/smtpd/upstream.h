/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/upstream - a load balancer says who the client is
 *
 * Source:  wire/haproxy; Postfix smtpd_upstream_proxy_protocol.
 * Owns:    nothing.
 * Errors:  false: there is no header, or a bad one, which is logged; nothing
 *          can be said to such a client.
 * Effects: reads the header off the connection, and not a byte more.
 */
#ifndef SMTPD_UPSTREAM_H
#define SMTPD_UPSTREAM_H

#include <stdint.h>

#include "net/peer.h"

/* Puts the client's address and ours into peer and own; those of the proxy
 * stay when it speaks for itself. */
bool	upstream_read(int fd, int64_t seconds, struct peer *peer,
	    struct peer *own);

#endif
