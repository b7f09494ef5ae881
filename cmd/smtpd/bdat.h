/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/bdat - BDAT: the message in chunks whose size is told
 *
 * Source:  RFC 3030.
 * Owns:    nothing.
 * Errors:  in the replies; false counts as an error of the client.
 * Effects: hands the message over; 250 for the last chunk is said after it is
 *          durable. The octets of a refused chunk are read, and thrown away.
 */
#ifndef SMTPD_BDAT_H
#define SMTPD_BDAT_H

#include "conn.h"

bool	do_bdat(struct conn *c, struct span args);

#endif
