/* SPDX-License-Identifier: ISC
 *
 * sendmail/modes - what other programs do: -bp, -bi, -bs, -q
 *
 * Source:  Postfix sendmail(1).
 * Owns:    nothing.
 * Errors:  ends the program: EX_UNAVAILABLE when the other cannot be run.
 * Effects: becomes the other program.
 */
#ifndef SENDMAIL_MODES_H
#define SENDMAIL_MODES_H

#include "opts.h"

void	modes_run(const struct opts *o) __attribute__((noreturn));

#endif
