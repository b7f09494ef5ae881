/* SPDX-License-Identifier: ISC
 *
 * mailbox/fault - what an errno means when a mailbox gives it
 *
 * Source:  RFC 3463 section 3.3 (mailbox status).
 * Owns:    nothing.
 * Errors:  OUT_TEMP for the host's own trouble; OUT_PERM only where the
 *          administrator gave the user a quota and it is used up.
 * Effects: none.
 */
#ifndef MAILBOX_FAULT_H
#define MAILBOX_FAULT_H

#include "base/why.h"

/* "WHAT: strerror(err)" */
enum out	fault_why(struct why *w, int err, const char *fmt, ...)
		    __attribute__((format(printf, 3, 4)));
/* The mailbox would grow beyond the administrator's limit. */
enum out	fault_full(struct why *w);

#endif
