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

#include "link.h"

enum { ERRAND_MAX = 300 };

/* Wakes the dispatcher for what waits for a site. */
bool	errand_flush(struct link *l, struct span site);

/* The monitor's side: carries it out, and answers. False when it is none. */
bool	errand_serve(struct span what, int session);

#endif
