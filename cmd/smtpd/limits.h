/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/limits - what a client may do in anvil_rate_time_unit
 *
 * Source:  Postfix smtpd_client_*_rate_limit.
 * Owns:    nothing.
 * Errors:  what cannot be counted is allowed.
 * Effects: has the monitor count; refuses, and logs, what is too much.
 */
#ifndef SMTPD_LIMITS_H
#define SMTPD_LIMITS_H

#include "conn.h"
#include "throttle.h"

/* One more of these. False: it is too much, and the client has been told. */
bool	limits_allow(struct conn *c, enum event event);

/* The same for the connection itself, where the monitor could not tell. */
bool	limits_enter(struct conn *c);

#endif
