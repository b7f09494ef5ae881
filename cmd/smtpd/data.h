/* SPDX-License-Identifier: ISC
 *
 * cmd/smtpd/data - DATA: the message itself, on its way to the door
 *
 * Source:  RFC 5321 sections 4.1.1.4, 4.5.2.
 * Owns:    nothing.
 * Errors:  in the replies; false counts as an error of the client.
 * Effects: hands the message over; 250 is said after it is durable.
 */
#ifndef SMTPD_DATA_H
#define SMTPD_DATA_H

#include "conn.h"

bool	do_data(struct conn *c, struct span args);

#endif
