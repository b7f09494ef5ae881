/* SPDX-License-Identifier: ISC
 *
 * net/dial - connects to a service: "inet:host:port" or "unix:path"
 *
 * Source:  the notation of Postfix socketmap_table(5), smtpd_milters.
 * Owns:    the descriptor belongs to the caller, close-on-exec.
 * Errors:  -1 and the reason in bad.
 * Effects: asks the resolver, connects; all within the deadline but for what
 *          the resolver takes.
 */
#ifndef NET_DIAL_H
#define NET_DIAL_H

#include <stdint.h>

#include "base/buf.h"

/* deadline: of sys/clock. A host may stand in brackets. */
int	dial(struct span service, int64_t deadline, struct buf *bad);

#endif
