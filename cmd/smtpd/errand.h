/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/errand - what a session has done for it, but for helpers
 *
 * Source:  a session sends the monitor one line; the answer is one line that
 *          begins with "=".
 * Owns:    nothing.
 * Errors:  false: it could not be done; the reason is logged.
 * Effects: see each of them.
 */
#ifndef SMTPD_ERRAND_H
#define SMTPD_ERRAND_H

#include "crew.h"
#include "link.h"
#include "throttle.h"

enum { ERRAND_MAX = 300 };

/* Wakes the dispatcher for what waits for a site. */
bool	errand_flush(struct link *l, struct span site);
/* Counts one more event of a client; how many there were. -1: not known. */
int64_t	errand_count(struct link *l, enum event event, const char *addr);

/* Behind a proxy: who the client is. Connections of it now, with this one. */
int64_t	errand_client(struct link *l, const char *addr);

/* The monitor's side. */
struct desk {
	struct throttle	*throttle;
	struct crew	*crew;		/* NULL: there is but one session */
	struct hand	*hand;		/* who asks */
	const struct settings *set;
};

/* Carries it out, and answers. False when it is none. */
bool	errand_serve(const struct desk *d, struct span what);

#endif
