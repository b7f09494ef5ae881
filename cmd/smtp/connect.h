/* SPDX-License-Identifier: ISC
 *
 * cmd/smtp/connect - a connection to one host
 *
 * Source:  Postfix smtp(8): smtp_bind_address, smtp_connect_timeout.
 * Owns:    the descriptor is the caller's: close-on-exec, not blocking.
 * Errors:  -1 and OUT_TEMP, "connect to NAME[ADDRESS]:PORT: reason".
 * Effects: connects.
 */
#ifndef SMTP_CONNECT_H
#define SMTP_CONNECT_H

#include "hosts.h"

int	connect_host(const struct settings *set, const struct host *h,
	    struct why *w);

/* "mx.example.org[192.0.2.1]:25", "host[/run/lmtp]" */
void	connect_name(struct buf *out, const struct host *h);

#endif
