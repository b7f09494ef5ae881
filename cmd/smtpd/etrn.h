/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/etrn - ETRN: deliver what waits for a site
 *
 * Source:  RFC 1985; Postfix ETRN_README.
 * Owns:    nothing.
 * Errors:  in the replies; false counts as an error of the client.
 * Effects: asks the dispatcher, through the monitor.
 */
#ifndef SMTPD_ETRN_H
#define SMTPD_ETRN_H

#include "conn.h"

bool	do_etrn(struct conn *c, struct span args);

#endif
