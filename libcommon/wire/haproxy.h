/* SPDX-License-Identifier: ISC
 *
 * wire/haproxy - the PROXY protocol: who is behind a load balancer
 *
 * Source:  the PROXY protocol, versions 1 (text) and 2 (binary), by HAProxy.
 * Owns:    nothing.
 * Errors:  HAPROXY_BAD for what is no such header, or speaks of no TCP.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/haproxy.c.
 *
 * Behind the header other protocols begin: its reader must not take a byte
 * more, so it is told how many to read.
 */
#ifndef WIRE_HAPROXY_H
#define WIRE_HAPROXY_H

#include <stddef.h>

#include "base/span.h"

enum haproxy_got {
	HAPROXY_MORE,		/* read as many as haproxy_want says */
	HAPROXY_OK,
	HAPROXY_LOCAL,		/* the proxy speaks for itself */
	HAPROXY_BAD
};

enum { HAPROXY_TEXT = 48, HAPROXY_MAX = 16 + 2048 };

struct haproxy {
	char	src[HAPROXY_TEXT], dst[HAPROXY_TEXT];	/* addresses */
	int	src_port, dst_port;
};

/* Bytes that are certainly still to come, given those that are here. */
size_t	haproxy_want(struct span in);
enum haproxy_got	haproxy_parse(struct span in, struct haproxy *h);

#endif
