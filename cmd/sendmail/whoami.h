/* SPDX-License-Identifier: ISC
 *
 * sendmail/whoami - the sender, and that person's full name
 *
 * Source:  passwd(5); Postfix sendmail(1).
 * Owns:    nothing; output goes into bufs of the caller.
 * Errors:  ends the program: EX_OSERR without a login name, EX_USAGE for a bad
 *          -f.
 * Effects: reads the user database and NAME of the environment.
 */
#ifndef SENDMAIL_WHOAMI_H
#define SENDMAIL_WHOAMI_H

#include "opts.h"

struct buf;

/* Envelope sender in internal form, and full name; either may be empty. */
void	whoami(const struct opts *o, struct buf *sender, struct buf *full_name);

#endif
