/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/policyline - the lines of the policy protocol: name=value
 *
 * Source:  Postfix SMTPD_POLICY_README.
 * Owns:    nothing; output is appended to bufs of the caller.
 * Errors:  POLICYLINE_BAD for what is no answer.
 * Effects: none (no I/O); safe on hostile input, see t/fuzz/smtpd-policy.c.
 */
#ifndef SMTPD_POLICYLINE_H
#define SMTPD_POLICYLINE_H

#include "base/buf.h"

enum { POLICYLINE_MAX = 32768 };	/* bytes of an answer */

/* Control bytes become '?': a value is a line. */
void	policyline_add(struct buf *out, const char *name, struct span value);

enum policyline_got { POLICYLINE_DONE, POLICYLINE_MORE, POLICYLINE_BAD };

/* All that has come so far. DONE: it ends in an empty line, nothing follows,
 * and *action is what it says. */
enum policyline_got	policyline_read(struct span in, struct span *action);

#endif
