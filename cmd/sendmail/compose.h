/* SPDX-License-Identifier: ISC
 *
 * sendmail/compose - from the standard input into the maildrop queue
 *
 * Source:  Postfix sendmail(1).
 * Owns:    nothing.
 * Errors:  ends the program with the sysexits status that says why.
 * Effects: reads fd 0, runs postdrop.
 */
#ifndef SENDMAIL_COMPOSE_H
#define SENDMAIL_COMPOSE_H

#include "opts.h"

/* Returns when the message is queued. */
void	compose(const struct opts *o);

#endif
