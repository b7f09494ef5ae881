/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/barelf - lines that end in LF alone
 *
 * Source:  RFC 5321 section 2.3.8; Postfix smtpd_forbid_bare_newline.
 * Owns:    nothing.
 * Errors:  none.
 * Effects: notes it; where it is forbidden, refuses, logs, ends the session.
 */
#ifndef SMTPD_BARELF_H
#define SMTPD_BARELF_H

#include "conn.h"

/* One was received. True: it was refused. */
bool	bare_lf_refused(struct conn *c);

#endif
