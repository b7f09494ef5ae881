/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/footer - what the administrator adds to each refusal
 *
 * Source:  Postfix smtpd_reject_footer, smtpd_reject_footer_maps.
 * Owns:    nothing.
 * Errors:  a footer that cannot be found or expanded is left out, and logged.
 * Effects: asks tables.
 */
#ifndef SMTPD_FOOTER_H
#define SMTPD_FOOTER_H

#include "conn.h"

/* Appends it to the text of a 4xx or 5xx reply, on lines of its own unless it
 * begins with \c. */
void	footer_add(struct conn *c, int code, const char *dsn,
	    struct buf *text);

#endif
