/* SPDX-License-Identifier: ISC
 *
 * cmd/posttrace/user - what local would ask about one of this host's users
 *
 * Source:  aliases(5), local(8).
 * Owns:    nothing.
 * Errors:  a table that fails is a result: deferred.
 * Effects: asks alias tables and the password file, looks whether .forward
 *          files are there; reads none of them.
 */
#ifndef POSTTRACE_USER_H
#define POSTTRACE_USER_H

#include "trace.h"

void	user_trace(struct trace *t, struct span rcpt, const struct hop *h);

#endif
